import { randomBytes } from "node:crypto";
import { changeIntegration, type Doing, type Integration } from "#lib/integrations/change";
import { checkReadyForSecret, checkSigning } from "#lib/integrations/check-signing";
import { readIntegration } from "#lib/integrations/read";
import { type SecretChoice, secretChoice } from "#lib/integrations/schema";
import type { IntegrationView } from "#lib/integrations/view";
import { log } from "#lib/log";
import { seal, unseal } from "#lib/seal";
import { usualSignature } from "#lib/signatures/headers";
import { previousSecretPlace, signatureSecretPlace } from "#lib/signatures/places";
import type { Signature } from "#lib/sources/contract";
import { findSource } from "#lib/sources/index";

const hourMs = 3_600_000;

/**
 * Sets the secret that senders sign with, or makes one. This answer is the only one that carries it. The one before works
 * for `overlapHours` more, 24 unless said otherwise.
 */
export async function setSignatureSecret(
  id: string,
  choice: SecretChoice,
  doing: Doing,
): Promise<IntegrationView & { signatureSecret: string }> {
  const { secret: given, overlapHours } = secretChoice.parse(choice);
  const before = await readIntegration(id, { ...doing, showKey: false });
  const secret = given ?? newSecret(findSource(before.type)?.signature);
  checkSigning(before.type, { signatureSecret: secret });
  checkReadyForSecret(before.type, before.config);
  const expiresAt = new Date(doing.now.getTime() + overlapHours * hourMs);
  await changeIntegration(
    id,
    "integration.secret_set",
    (integration) => ({
      signatureSecret: seal(secret, signatureSecretPlace(integration.id)),
      ...(overlapHours > 0 ? previousSecret(integration, expiresAt) : noPreviousSecret),
    }),
    doing,
  );
  return { ...(await readIntegration(id, { ...doing, showKey: true })), signatureSecret: secret };
}

/** What the columns of the old secret hold when there is none. */
export const noPreviousSecret = { previousSignatureSecret: null, previousSecretExpiresAt: null };

function previousSecret({ id, signatureSecret }: Integration, previousSecretExpiresAt: Date): Partial<Integration> {
  const old = signatureSecret && opened(signatureSecret, id);
  if (!old) return noPreviousSecret;
  return { previousSignatureSecret: seal(old, previousSecretPlace(id)), previousSecretExpiresAt };
}

// A secret that cannot be opened could not be checked either: it has already stopped working.
function opened(sealed: Uint8Array, id: string): string | null {
  try {
    return unseal(sealed, signatureSecretPlace(id));
  } catch (error) {
    log.warn({ error }, "the old signature secret of an integration cannot be opened; it ends now");
    return null;
  }
}

function newSecret(signature: Signature = usualSignature): string {
  const bytes = randomBytes(32);
  return isStandard(signature) ? `whsec_${bytes.toString("base64")}` : bytes.toString("hex");
}

// The prefix says that the rest is base64; senders of Standard Webhooks ask for it.
function isStandard(signature: Signature): boolean {
  return signature.kind === "any" ? signature.of.some(isStandard) : signature.kind === "standard-webhooks";
}
