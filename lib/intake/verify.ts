import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { RawRequest } from "#lib/intake/raw";
import { signatureHeaders, usualSignature } from "#lib/intake/signature-headers";
import { Refusal } from "#lib/refusal";
import type { Signature } from "#lib/sources/contract";
import { findSource } from "#lib/sources/index";

/** Checks a request against the secret of its integration. Throws a refusal (401) when it is not signed, or wrongly. */
export function verifySignature(sourceId: string, request: Pick<RawRequest, "headers" | "body">, secret: string): void {
  const signature = findSource(sourceId)?.signature ?? usualSignature;
  const given = signatureHeaders(signature)
    .map((name) => request.headers[name.toLowerCase()]?.trim())
    .filter((value) => value);
  if (given.length === 0) throw new Refusal("unauthenticated", unsigned(signature));
  if (!given.some((value) => value !== undefined && isRight(signature, value, request.body, secret))) {
    throw new Refusal("unauthenticated", wronglySigned(signature));
  }
}

/** Is `given`, a header's value, the right proof? Constant time; several candidates may be separated by commas or spaces. */
export function isRight(signature: Signature, given: string, body: Uint8Array, secret: string): boolean {
  if (signature.kind === "token") return isEqual(digest(given), digest(secret));
  if (signature.kind !== "hmac") return false;
  const { prefix = "", encoding = "hex" } = signature;
  const expected = createHmac(signature.algorithm, secret).update(body).digest(encoding);
  return candidatesIn(given).some((candidate) => {
    const bare = prefix !== "" && candidate.startsWith(prefix) ? candidate.slice(prefix.length) : candidate;
    return isEqual(Buffer.from(encoding === "hex" ? bare.toLowerCase() : bare), Buffer.from(expected));
  });
}

const mostCandidates = 10;
const candidatesIn = (given: string): string[] => given.split(/[\s,]+/, mostCandidates);

const isEqual = (a: Buffer, b: Buffer): boolean => a.length === b.length && timingSafeEqual(a, b);

// Compared as digests, so that not even the length of the token shows.
const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

function unsigned(signature: Signature): string {
  return `The request is not signed: ${signatureHeaders(signature).join(" or ")} is missing. Give the sender this integration's signature secret, or remove the secret here.`;
}

function wronglySigned(signature: Signature): string {
  const names = signatureHeaders(signature).join(" or ");
  if (signature.kind === "token")
    return `The token in ${names} is not this integration's signature secret. Set the same one on both sides.`;
  return `The signature in ${names} does not match the body. Check that the sender signs with this integration's secret, and that nothing on the way rewrites the body.`;
}
