import { Refusal } from "#lib/refusal";
import { checkBodyHmac } from "#lib/signatures/body-hmac";
import { checkBodyToken } from "#lib/signatures/body-token";
import type { Evidence, Finding } from "#lib/signatures/evidence";
import { proofPlace, usualSignature } from "#lib/signatures/headers";
import { checkHmac } from "#lib/signatures/hmac";
import { checkJwt } from "#lib/signatures/jwt";
import { checkSns } from "#lib/signatures/sns";
import { checkStandardWebhooks } from "#lib/signatures/standard-webhooks";
import { checkToken } from "#lib/signatures/token";
import type { Signature } from "#lib/sources/contract";

/** What an integration knows that its senders must prove: its secret, also the one before while it is valid. */
export type Expected = { secrets: string[]; pinnedTopic: string | null; config: Record<string, unknown> };

/**
 * Checks that a request comes from who knows a secret of its integration. Throws a refusal: 401 when it is not signed, or
 * wrongly; 503 when the keys to check it with cannot be fetched.
 */
export async function verifySignature(
  signature: Signature | undefined,
  evidence: Evidence,
  expected: Expected,
): Promise<void> {
  const asked = signature ?? usualSignature;
  if (expected.secrets.length === 0 && asked.kind !== "sns") return;
  const found = await check(asked, evidence, expected);
  if (found === "right") return;
  const { headerName } = evidence;
  throw new Refusal("unauthenticated", found === "missing" ? unsigned(asked, headerName) : found.wrong);
}

async function check(signature: Signature, evidence: Evidence, expected: Expected): Promise<Finding> {
  if (signature.kind === "sns") return checkSns(evidence, expected.pinnedTopic);
  if (signature.kind === "any") return checkAny(signature.of, evidence, expected);
  let first: Finding = "missing";
  for (const [at, secret] of expected.secrets.entries()) {
    const found = await checkOne(signature, evidence, { secret, config: expected.config });
    if (found === "right") return found;
    if (at === 0) first = found;
  }
  return first;
}

type OfOneSecret = Exclude<Signature, { kind: "sns" } | { kind: "any" }>;

function checkOne(
  signature: OfOneSecret,
  evidence: Evidence,
  { secret, config }: { secret: string; config: Record<string, unknown> },
): Finding | Promise<Finding> {
  switch (signature.kind) {
    case "hmac":
      return checkHmac(signature, evidence, secret);
    case "token":
      return checkToken(signature, evidence, secret);
    case "body-token":
      return checkBodyToken(signature, evidence, secret);
    case "body-hmac":
      return checkBodyHmac(signature, evidence, secret);
    case "standard-webhooks":
      return checkStandardWebhooks(evidence, secret);
    case "jwt":
      return checkJwt(signature, evidence, { audience: secret, config });
  }
}

/**
 * The first kind of proof that is there decides: a weaker one must not make up for a wrong signature. Kinds in the same
 * place are told apart by being right.
 */
async function checkAny(of: Signature[], evidence: Evidence, expected: Expected): Promise<Finding> {
  let decided: { place: string; found: Finding } | undefined;
  for (const one of of) {
    const place = proofPlace(one, evidence.headerName);
    if (decided && decided.place !== place) continue;
    const found = await check(one, evidence, expected);
    if (found === "right") return found;
    if (found !== "missing") decided ??= { place, found };
  }
  return decided?.found ?? "missing";
}

function unsigned(signature: Signature, headerName: string | null): string {
  if (signature.kind === "sns")
    return "The message is not signed by Amazon SNS: Signature or SigningCertURL is missing in the body. Turn off raw message delivery for this subscription.";
  return `The request is not signed: ${proofPlace(signature, headerName)} is missing. Give the sender this integration's signature secret, or remove the secret here.`;
}
