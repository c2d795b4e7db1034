import type { Signature } from "#lib/sources/contract";

/** What a source without a scheme of its own is signed with: `sha256=<hex>` or the bare hex, over the raw body. */
export const usualSignature: Signature = {
  kind: "hmac",
  algorithm: "sha256",
  headers: ["X-Signature", "X-Webhook-Signature"],
  prefix: "sha256=",
};

/** The headers in which a sender proves itself; none when the proof is in the body. `headerName` is the integration's own. */
export function signatureHeaders(
  signature: Signature = usualSignature,
  headerName: string | null = null,
): readonly string[] {
  switch (signature.kind) {
    case "hmac":
    case "token":
      return headerName === null ? signature.headers : [headerName];
    case "standard-webhooks":
      return ["webhook-signature"];
    case "jwt":
      return ["Authorization"];
    case "any":
      return [...new Set(signature.of.flatMap((one) => signatureHeaders(one, headerName)))];
    case "body-token":
    case "body-hmac":
    case "sns":
      return [];
  }
}

/** May an integration name another header for the proof? */
export function mayNameHeader(signature: Signature = usualSignature): boolean {
  if (signature.kind === "any") return signature.of.some(mayNameHeader);
  return signature.kind === "hmac" || signature.kind === "token";
}

/** Where the proof is looked for, in words: "X-Signature or X-Webhook-Signature", "the field Token of the body". */
export function proofPlace(signature: Signature = usualSignature, headerName: string | null = null): string {
  switch (signature.kind) {
    case "body-token":
      return `the field ${signature.path} of the body`;
    case "body-hmac":
      return `the field ${signature.signature} of the body`;
    case "sns":
      return "the field Signature of the body";
    case "any":
      return [...new Set(signature.of.map((one) => proofPlace(one, headerName)))].join(" or ");
    case "hmac":
    case "token":
    case "standard-webhooks":
    case "jwt":
      return signatureHeaders(signature, headerName).join(" or ");
  }
}

/** Can whoever has the secret make the proof? Not where it takes the vendor's own key. */
export function canBeMadeHere(signature: Signature = usualSignature): boolean {
  if (signature.kind === "any") return signature.of.some(canBeMadeHere);
  return signature.kind !== "sns" && signature.kind !== "jwt";
}
