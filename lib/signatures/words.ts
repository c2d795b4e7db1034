import { proofPlace, usualSignature } from "#lib/signatures/headers";
import type { Signature } from "#lib/sources/contract";

/** What a sender with the secret sends as its proof, in the middle of a sentence. */
export function proofWords(signature: Signature = usualSignature, headerName: string | null = null): string {
  const place = proofPlace(signature, headerName);
  switch (signature.kind) {
    case "hmac": {
      const timed = signature.timestamp
        ? `, with the time of ${signature.timestamp.header} before it if that is sent`
        : "";
      return `an HMAC-${signature.algorithm.toUpperCase().replace("SHA", "SHA-")} of the body in ${place}${timed}`;
    }
    case "token":
    case "body-token":
      return `the secret itself in ${place}`;
    case "body-hmac":
      return `an HMAC-SHA-256 of ${signature.signed.join(" and ")} in ${place}`;
    case "standard-webhooks":
      return `a signature of the kind Standard Webhooks in ${place}`;
    case "jwt":
      return `a token of ${hostOf(signature.issuers[0])} in ${place}, with the secret as its audience`;
    case "sns":
      return `Amazon’s own signature in ${place}`;
    case "any":
      return [...new Set(signature.of.map((one) => proofWords(one, headerName)))].join(", or ");
  }
}

const hostOf = (issuer = "its issuer"): string => URL.parse(issuer)?.host ?? issuer;
