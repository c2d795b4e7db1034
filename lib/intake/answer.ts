import type { RawAnswer } from "#lib/intake/raw";
import type { Refusal } from "#lib/refusal";
import type { Answer, Ending, Source } from "#lib/sources/contract";

/** The answer to a request that was let in, in the shape its vendor expects. */
export function answerTo(source: Source, ending: Ending): RawAnswer {
  return json(source.answer?.(ending) ?? plainAnswer(ending));
}

/** The answer to a refused request; `source` is missing when the path named none. */
export function answerToRefusal(source: Source | undefined, ending: Ending, refusal: Refusal | undefined): RawAnswer {
  const answer = json(source?.answer?.(ending) ?? plainAnswer(ending, refusal));
  if (refusal?.retryAfterSeconds) answer.headers["retry-after"] = String(refusal.retryAfterSeconds);
  if (refusal?.code === "method_not_allowed") answer.headers.allow = "POST, PUT, GET";
  if (refusal?.code === "unauthenticated") answer.headers["www-authenticate"] = "Token";
  return answer;
}

function plainAnswer(ending: Ending, refusal?: Refusal): Answer {
  switch (ending.outcome) {
    case "accepted": {
      const events = ending.events.map(({ action, dedupKey, incident }) => ({
        action,
        dedupKey,
        incidentId: incident?.id ?? null,
        incidentNumber: incident?.number ?? null,
      }));
      return {
        status: 202,
        body: { status: "accepted", events, ...(ending.problems.length > 0 ? { problems: ending.problems } : {}) },
      };
    }
    case "ignored":
    case "test":
    case "handshake":
      return { status: 200, body: { status: ending.outcome, reason: ending.reason } };
    case "refused": {
      const { code = "internal", fields } = refusal ?? {};
      return {
        status: ending.status,
        body: { error: { code, message: ending.message, ...(fields ? { fields } : {}) } },
      };
    }
  }
}

/** An answer on the wire. */
export function json({ status, body }: Answer): RawAnswer {
  return {
    status,
    headers: { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" },
    body: JSON.stringify(body),
  };
}
