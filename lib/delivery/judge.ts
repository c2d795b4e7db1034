import { STATUS_CODES } from "node:http";
import type { AttemptClass } from "#db/vocabulary";
import type { Channel, HttpResponse, Verdict } from "#lib/channels/contract";
import { askedSeconds } from "#lib/delivery/retry-after";
import type { Exchange } from "#lib/net/http";

/** What an attempt came to. `next` is what follows: `rejected` is never tried again, `disable` switches the destination off. */
export type Judgement = {
  class: AttemptClass;
  next: "delivered" | "retry" | "rejected" | "disable";
  error: string | null;
  retryAfterSeconds: number;
};

/** Judges an exchange by the channel's own rule, else by the usual one: 2xx is delivered, 410 disables, the rest is tried again. */
export function judge(exchange: Exchange, channel: Pick<Channel, "classify">, now: Date): Judgement {
  const { failure, response } = exchange;
  if (failure)
    return {
      class: failure.class,
      next: isFinal(failure.class) ? "rejected" : "retry",
      error: failure.text,
      retryAfterSeconds: 0,
    };
  const verdict = channel.classify?.(response) ?? usualVerdict(response.status);
  const asked = askedSeconds(response.headers["retry-after"], now);
  if (verdict.kind === "delivered") return { class: "delivered", next: "delivered", error: null, retryAfterSeconds: 0 };
  const error = verdict.why || answerText(response);
  if (verdict.kind === "rejected") return { class: "rejected", next: "rejected", error, retryAfterSeconds: 0 };
  if (verdict.kind === "disable") return { class: "refused_status", next: "disable", error, retryAfterSeconds: 0 };
  return {
    class: isRedirect(response.status) ? "redirected" : "refused_status",
    next: "retry",
    error,
    retryAfterSeconds: Math.max(asked, verdict.afterSeconds ?? 0),
  };
}

/** Trouble that no repetition can mend, and that says nothing about the health of the receiver. */
export const isFinal = (attemptClass: AttemptClass): boolean =>
  attemptClass === "egress_blocked" || attemptClass === "rejected";

/** Does an attempt of this class count towards the auto-disable rule? */
export const isCounted = (attemptClass: AttemptClass): boolean =>
  !isFinal(attemptClass) && attemptClass !== "interrupted";

function usualVerdict(status: number): Verdict {
  if (status >= 200 && status < 300) return { kind: "delivered" };
  if (status === 410) return { kind: "disable", why: "The receiver says that this address is gone for good (410)." };
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
