import { createHmac } from "node:crypto";
import { usualSignature } from "#lib/intake/signature-headers";
import type { Signature } from "#lib/sources/contract";

/** The header with which a sender that follows `signature` proves itself; none where the proof is not a header we can make. */
export function signatureHeader(
  signature: Signature = usualSignature,
  body: Uint8Array,
  secret: string,
): Record<string, string> {
  if (signature.kind !== "hmac" && signature.kind !== "token") return {};
  const name = signature.headers[0]?.toLowerCase() ?? "x-signature";
  if (signature.kind === "token") return { [name]: secret };
  const { algorithm, prefix = "", encoding = "hex" } = signature;
  return { [name]: `${prefix}${createHmac(algorithm, secret).update(body).digest(encoding)}` };
}
