import { filledIn, namesIn } from "#lib/signatures/fill-in";
import type { Signature } from "#lib/sources/contract";

/** The fields that a config must fill in before requests can be checked with `signature`. */
export function missingConfig(signature: Signature | undefined, config: Record<string, unknown>): string[] {
  if (signature?.kind === "any") return signature.of.flatMap((one) => missingConfig(one, config));
  if (signature?.kind !== "jwt") return [];
  const isReady = signature.issuers.some((issuer) => filledIn(issuer, config) !== undefined);
  return isReady ? [] : [...new Set(signature.issuers.flatMap(namesIn))];
}
