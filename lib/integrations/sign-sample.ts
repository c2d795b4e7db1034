import { createHmac } from "node:crypto";
import type { Signature } from "#lib/sources/contract";

/** The header with which a sender that follows `signature` proves itself; without one, that of document 004. */
export function signatureHeader(
  signature: Signature | undefined,
  body: Uint8Array,
  secret: string,
): Record<string, string> {
  const name = signature?.headers[0]?.toLowerCase() ?? "x-signature";
  if (signature?.kind === "token") return { [name]: secret };
  const { prefix, encoding } = { prefix: signature ? "" : "sha256=", encoding: "hex" as const, ...signature };
  return { [name]: `${prefix}${createHmac("sha256", secret).update(body).digest(encoding)}` };
}
