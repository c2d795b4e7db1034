import { randomBytes } from "node:crypto";
import type { SecretChoice } from "#lib/api/schemas/integrations";
import { changeIntegration, type Doing } from "#lib/integrations/change";
import { signatureSecretPlace } from "#lib/integrations/places";
import { readIntegration } from "#lib/integrations/read";
import type { IntegrationView } from "#lib/integrations/view";
import { seal } from "#lib/seal";

/** Sets the secret that senders sign with, or makes one. This answer is the only one that carries it. */
export async function setSignatureSecret(
  id: string,
  choice: SecretChoice,
  doing: Doing,
): Promise<IntegrationView & { signatureSecret: string }> {
  const secret = choice.secret ?? randomBytes(32).toString("hex");
  const sealed = (integrationId: string) => seal(secret, signatureSecretPlace(integrationId));
  await changeIntegration(id, "integration.secret_set", (before) => ({ signatureSecret: sealed(before.id) }), doing);
  return { ...(await readIntegration(id, { ...doing, showKey: true })), signatureSecret: secret };
}
