import { createHmac } from "node:crypto";
import { textAt } from "#lib/reading/text-at";
import { isSameBytes } from "#lib/signatures/equal";
import type { Evidence, Finding } from "#lib/signatures/evidence";
import { staleness } from "#lib/signatures/freshness";
import type { Signature } from "#lib/sources/contract";

export type BodyHmac = Extract<Signature, { kind: "body-hmac" }>;

/** An HMAC-SHA256 in hex of some fields of the body, put together. */
export function checkBodyHmac(hmac: BodyHmac, { parsed, now }: Evidence, secret: string): Finding {
  const given = textAt(parsed, hmac.signature);
  const time = textAt(parsed, hmac.timestamp);
  const signed = hmac.signed.map((path) => textAt(parsed, path));
  if (given === undefined || time === undefined || !signed.every((text) => text !== undefined)) return "missing";
  const stale = staleness(time, now, hmac.toleranceSeconds);
  if (stale) return { wrong: stale };
  if (isSameBytes(Buffer.from(given.toLowerCase()), Buffer.from(bodyHmacOf(signed, secret)))) return "right";
  return {
    wrong: `The signature in the field ${hmac.signature} of the body does not match. Check that this integration's secret is the sender's signing key.`,
  };
}

/** The signature over the fields `signed`. */
export const bodyHmacOf = (signed: string[], secret: string): string =>
  createHmac("sha256", secret).update(signed.join("")).digest("hex");
