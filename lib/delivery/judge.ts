import { STATUS_CODES } from "node:http";
import type { AttemptClass } from "#db/vocabulary";
import type { HttpResponse, Ref, Verdict } from "#lib/channels/contract";
import { askedSeconds } from "#lib/delivery/retry-after";
import type { Exchange } from "#lib/net/http";

/**
 * What an attempt came to. `next` is what follows: after `accepted` it is asked what became of the message, after `stale` it
 * is told anew; `rejected` is never tried again; `blocked` holds the queue of the destination, `disable` switches it off.
 */
export type Judgement = {
  class: AttemptClass;
  next: "delivered" | "accepted" | "retry" | "stale" | "rejected" | "blocked" | "disable";
  error: string | null;
  retryAfterSeconds: number;
  /** What the other end calls the subject, or the request that it accepted. */
  ref?: Ref;
};

const confirmAfterSeconds = 2;

/** Judges an exchange by `read`, the channel's own rule, else by the usual one: 2xx is delivered, 410 is gone, the rest is tried again. */
export function judge(
  exchange: Exchange,
  read: ((response: HttpResponse) => Verdict) | undefined,
  now: Date,
): Judgement {
  const { failure, response } = exchange;
  if (failure)
    return {
      class: failure.class,
      next: isFinal(failure.class) ? "rejected" : "retry",
      error: failure.text,
      retryAfterSeconds: 0,
    };
  return judgementOf(read?.(response) ?? usualVerdict(response.status), response, now);
}

function judgementOf(verdict: Verdict, response: HttpResponse, now: Date): Judgement {
  const refusal = { class: "refused_status", error: whyOf(verdict, response), retryAfterSeconds: 0 } as const;
  switch (verdict.kind) {
    case "delivered":
      return {
        class: "delivered",
        next: "delivered",
        error: null,
        retryAfterSeconds: 0,
        ...(verdict.ref && { ref: verdict.ref }),
      };
    case "accepted": {
      const { ref, confirmAfterSeconds: waitSeconds = confirmAfterSeconds } = verdict;
      return { class: "accepted", next: "accepted", error: null, retryAfterSeconds: waitSeconds, ref };
    }
    case "stale":
      return { ...refusal, next: "stale" };
    case "rejected":
      return { ...refusal, class: "rejected", next: "rejected" };
    case "blocked":
      return { ...refusal, class: "blocked", next: "blocked" };
    case "gone":
      return { ...refusal, next: "disable" };
    case "retry":
      return {
        ...refusal,
        class: isRedirect(response.status) ? "redirected" : "refused_status",
        next: "retry",
        retryAfterSeconds: Math.max(askedSeconds(response.headers["retry-after"], now), verdict.afterSeconds ?? 0),
      };
  }
}

const whyOf = (verdict: Verdict, response: HttpResponse): string =>
  ("why" in verdict && verdict.why) || answerText(response);

/** Trouble that no repetition can mend, and that says nothing about the health of the receiver. */
export const isFinal = (attemptClass: AttemptClass): boolean =>
  attemptClass === "egress_blocked" || attemptClass === "rejected";

const uncounted: readonly AttemptClass[] = ["interrupted", "blocked", "skipped"];

/** Does an attempt of this class count towards the auto-disable rule? A blocked destination waits for somebody to mend it. */
export const isCounted = (attemptClass: AttemptClass): boolean =>
  !isFinal(attemptClass) && !uncounted.includes(attemptClass);

/** Has the receiver done its part? */
export const isGood = (attemptClass: AttemptClass): boolean =>
  attemptClass === "delivered" || attemptClass === "accepted";

function usualVerdict(status: number): Verdict {
  if (status >= 200 && status < 300) return { kind: "delivered" };
  if (status === 410) return { kind: "gone", why: "The receiver says that this address is gone for good (410)." };
  return { kind: "retry", why: "" };
}

function answerText({ status, headers }: HttpResponse): string {
  if (isRedirect(status))
    return `The server redirects (${status})${placeOf(headers.location)}. Redirects are not followed; enter the final address.`;
  return (
    statusTexts[status] ?? `The server answered ${status}${STATUS_CODES[status] ? ` ${STATUS_CODES[status]}` : ""}.`
  );
}

const statusTexts: Record<number, string> = {
  401: "The server asks for credentials (401). Check the headers of the integration.",
  403: "The server refuses the credentials (403). Check the headers of the integration.",
  404: "The server has nothing at this address (404). Check the URL.",
  405: "The server does not take this request method (405). Try the other one.",
  413: "The message is too large for the server (413).",
  429: "The server asks us to slow down (429).",
};

const isRedirect = (status: number) => status >= 300 && status < 400;

// Without the query, which may carry a secret.
function placeOf(location: string | undefined): string {
  const url = location ? URL.parse(location) : null;
  return url ? ` to ${url.origin}${url.pathname}` : "";
}
