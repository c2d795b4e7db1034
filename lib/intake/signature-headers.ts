import type { Signature } from "#lib/sources/contract";

/** What a source without a scheme of its own is signed with: `sha256=<hex>` or the bare hex, over the raw body. */
export const usualSignature: Signature = {
  kind: "hmac",
  algorithm: "sha256",
  headers: ["X-Signature", "X-Webhook-Signature"],
  prefix: "sha256=",
};

/** The headers in which a sender proves itself; none when the proof is in the body. */
export function signatureHeaders(signature: Signature = usualSignature): string[] {
  switch (signature.kind) {
    case "hmac":
    case "token":
      return signature.headers;
    case "standard-webhooks":
      return ["webhook-signature"];
    case "jwt":
      return ["Authorization"];
    case "any":
      return [...new Set(signature.of.flatMap((one) => signatureHeaders(one)))];
    case "body-token":
    case "body-hmac":
    case "sns":
      return [];
  }
}
