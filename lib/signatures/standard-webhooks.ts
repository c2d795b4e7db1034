import { createHmac } from "node:crypto";
import { isSameBytes } from "#lib/signatures/equal";
import type { Evidence, Finding } from "#lib/signatures/evidence";
import { staleness } from "#lib/signatures/freshness";

const toleranceSeconds = 300;
const mostSignatures = 10;
const prefix = "whsec_";
const missingPart =
  "The request has webhook-signature but not webhook-id and webhook-timestamp, which are signed with it. Let the sender, or the proxy in between, send all three.";

/** Standard Webhooks 1.0: any of a list of signatures over id, time and body. */
export function checkStandardWebhooks({ headers, body, now }: Evidence, secret: string): Finding {
  const shown = headers["webhook-signature"]?.trim();
  const id = headers["webhook-id"]?.trim();
  const time = headers["webhook-timestamp"]?.trim();
  if (!shown) return "missing";
  if (!id || !time) return { wrong: missingPart };
  const stale = staleness(time, now, toleranceSeconds);
  if (stale) return { wrong: stale };
  const expected = keysOf(secret).map((key) => Buffer.from(standardSignature(key, { id, time, body })));
  const isRight = shown
    .split(/\s+/, mostSignatures)
    .some((one) => expected.some((right) => isSameBytes(Buffer.from(one), right)));
  return isRight
    ? "right"
    : {
        wrong:
          "The signature in webhook-signature does not match. Check that this integration's secret is the sender's signing secret, and that nothing on the way rewrites the body.",
      };
}

/** One signature as it stands in the list. */
export function standardSignature(key: Uint8Array, signed: { id: string; time: string; body: Uint8Array }): string {
  const hmac = createHmac("sha256", key).update(`${signed.id}.${signed.time}.`).update(signed.body);
  return `v1,${hmac.digest("base64")}`;
}

/** The keys that a secret may mean: base64 behind whsec_; without it some senders decode it all the same, some do not. */
export function keysOf(secret: string): [Uint8Array, ...Uint8Array[]] {
  if (secret.startsWith(prefix)) return [Buffer.from(secret.slice(prefix.length), "base64")];
  return [Buffer.from(secret, "base64"), Buffer.from(secret)];
}
