import { changeIntegration, type Doing, type Integration } from "#lib/integrations/change";
import { checkConfig } from "#lib/integrations/check-config";
import { checkSigning, checkSigningConfig } from "#lib/integrations/check-signing";
import { refusedTwins } from "#lib/integrations/move-open-incidents";
import { readIntegration } from "#lib/integrations/read";
import type { IntegrationChanges } from "#lib/integrations/schema";
import { noPreviousSecret } from "#lib/integrations/set-signature-secret";
import type { IntegrationView } from "#lib/integrations/view";
import { seal } from "#lib/seal";
import { signatureSecretPlace } from "#lib/signatures/places";

/** Changes the fields that `changes` names. `signatureSecret: null` accepts unsigned requests again; a new one replaces the old at once. */
export async function updateIntegration(
  id: string,
  changes: IntegrationChanges,
  doing: Doing,
): Promise<IntegrationView> {
  const decide = (before: Integration) => columnsOf(before, changes, doing.now);
  await changeIntegration(id, "integration.updated", decide, doing).catch((error) => refusedTwins(id, error));
  return readIntegration(id, { ...doing, showKey: true });
}

function columnsOf(before: Integration, changes: IntegrationChanges, now: Date): Partial<Integration> {
  const { signatureSecret, enabled, ...settings } = changes;
  if (settings.config) checkConfig(before.type, settings.config);
  checkSigning(before.type, changes);
  if (staysSigned(before, changes)) checkSigningConfig(before.type, settings.config ?? before.config);
  return {
    ...Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)),
    ...(signatureSecret !== undefined && {
      signatureSecret: sealed(before.id, signatureSecret),
      ...noPreviousSecret,
    }),
    ...(enabled === true && before.disabledAt !== null && { disabledAt: null }),
    ...(enabled === false && before.disabledAt === null && { disabledAt: now }),
  };
}

/** Will there be a secret, and was it or the config touched? */
function staysSigned(before: Integration, { signatureSecret, config }: IntegrationChanges): boolean {
  if (signatureSecret === undefined && config === undefined) return false;
  return signatureSecret === undefined ? before.signatureSecret !== null : signatureSecret !== null;
}

function sealed(id: string, secret: string | null): Uint8Array | null {
  return secret === null ? null : seal(secret, signatureSecretPlace(id));
}
