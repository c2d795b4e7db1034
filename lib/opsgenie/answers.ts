import { now } from "#lib/clock";
import type { RawAnswer } from "#lib/intake/raw";
import type { Exchange } from "#lib/opsgenie/exchange";
import type { Refusal } from "#lib/refusal";

const throttlePeriodSeconds = "60";

/** The answer to a write of version 2: it is done by now, but clients expect these words. */
export const willBeProcessed = (exchange: Exchange): RawAnswer =>
  answer(exchange, 202, { result: "Request will be processed" });

/** An answer with Opsgenie's frame around it. */
export function answer(exchange: Exchange, status: number, body: Record<string, unknown>): RawAnswer {
  const tookMs = Math.max(0, now().getTime() - exchange.receivedAt.getTime());
  const isFirstVersion = exchange.call?.version === 1;
  return {
    status,
    headers: headersOf(exchange, tookMs),
    body: JSON.stringify({ ...body, took: isFirstVersion ? tookMs : tookMs / 1000, requestId: exchange.requestId }),
  };
}

/** A refusal in Opsgenie's shape; without one, a bug of ours. */
export function refusalAnswer(exchange: Exchange, refusal: Refusal | undefined): RawAnswer {
  const status = refusal?.status ?? 500;
  const message = refusal?.message ?? "Tocsin failed to do this. Try again; the log of the server says why.";
  const refused = answer(exchange, status, {
    ...(exchange.call?.version === 1 ? { error: message, code: status } : { message }),
    ...(refusal?.fields && { errors: refusal.fields }),
  });
  if (refusal?.retryAfterSeconds) refused.headers["retry-after"] = String(refusal.retryAfterSeconds);
  if (refusal?.code === "unauthenticated") refused.headers["www-authenticate"] = "GenieKey";
  if (refusal?.code === "rate_limited") {
    refused.headers["x-ratelimit-state"] = "THROTTLED";
    refused.headers["x-ratelimit-reason"] = "INTEGRATION";
  }
  return refused;
}

function headersOf({ requestId }: Exchange, tookMs: number): Record<string, string> {
  return {
    "content-type": "application/json; charset=utf-8",
    "cache-control": "no-store",
    "x-request-id": requestId,
    "x-response-time": (tookMs / 1000).toFixed(3),
    "x-ratelimit-state": "OK",
    "x-ratelimit-period-in-sec": throttlePeriodSeconds,
  };
}
