import { randomUUID } from "node:crypto";
import { textAt } from "#lib/reading/text-at";
import { type BodyHmac, bodyHmacOf } from "#lib/signatures/body-hmac";
import { signatureHeaders, usualSignature } from "#lib/signatures/headers";
import { hmacOf } from "#lib/signatures/hmac";
import { keysOf, standardSignature } from "#lib/signatures/standard-webhooks";
import type { Hmac, Signature } from "#lib/sources/contract";

type Signing = { secret: string; headerName: string | null; now: Date };
export type SignedSample = { headers: Record<string, string>; body: Uint8Array };

/** The sample as a sender that follows `signature` sends it; as it is where only the vendor can make the proof. */
export function signSample(signature: Signature = usualSignature, payload: unknown, signing: Signing): SignedSample {
  const body = bytesOf(payload);
  const inHeader = (value: string) => ({ [headerOf(signature, signing)]: value });
  switch (signature.kind) {
    case "token":
      return { headers: inHeader(signing.secret), body };
    case "hmac":
      return { headers: hmacHeaders(signature, body, signing), body };
    case "standard-webhooks":
      return { headers: standardHeaders(body, signing), body };
    case "body-token":
      return { headers: {}, body: bytesOf(withValueAt(payload, signature.path, signing.secret)) };
    case "body-hmac":
      return { headers: {}, body: bytesOf(withHmac(signature, payload, signing)) };
    case "any":
      return signSample(signature.of.find(isMadeHere), payload, signing);
    case "sns":
    case "jwt":
      return { headers: {}, body };
  }
}

const bytesOf = (payload: unknown): Uint8Array => Buffer.from(JSON.stringify(payload));
const isMadeHere = ({ kind }: Signature) => kind !== "sns" && kind !== "jwt";
const secondsOf = (now: Date): string => String(Math.floor(now.getTime() / 1_000));
const headerOf = (signature: Signature, { headerName }: Signing): string =>
  (signatureHeaders(signature, headerName)[0] ?? "X-Signature").toLowerCase();

function hmacHeaders(hmac: Hmac, body: Uint8Array, signing: Signing): Record<string, string> {
  const { prefix = "", timestamp } = hmac;
  const time = timestamp && secondsOf(signing.now);
  const signed = `${prefix}${hmacOf(hmac, { body, secret: signing.secret, time })}`;
  return {
    [headerOf(hmac, signing)]: signed,
    ...(timestamp && time && { [timestamp.header.toLowerCase()]: time }),
  };
}

function standardHeaders(body: Uint8Array, { secret, now }: Signing): Record<string, string> {
  const [key] = keysOf(secret);
  const id = `msg_${randomUUID()}`;
  const time = secondsOf(now);
  return {
    "webhook-id": id,
    "webhook-timestamp": time,
    "webhook-signature": standardSignature(key, { id, time, body }),
  };
}

function withHmac(hmac: BodyHmac, payload: unknown, { secret, now }: Signing): unknown {
  const timed = withValueAt(payload, hmac.timestamp, secondsOf(now));
  const filled = hmac.signed.reduce(
    (filling, path) => (textAt(filling, path) === undefined ? withValueAt(filling, path, randomUUID()) : filling),
    timed,
  );
  const signed = hmac.signed.map((path) => textAt(filled, path) ?? "");
  return withValueAt(filled, hmac.signature, bodyHmacOf(signed, secret));
}

/** The payload with `value` at a dotted path, its objects made where they are missing. */
function withValueAt(payload: unknown, path: string, value: string): unknown {
  const [step = "", ...rest] = path.split(".");
  const object = typeof payload === "object" && payload !== null ? payload : {};
  const inner: unknown = Reflect.get(object, step);
  return { ...object, [step]: rest.length === 0 ? value : withValueAt(inner, rest.join("."), value) };
}
