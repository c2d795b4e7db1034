import { and, eq, isNull } from "drizzle-orm";
import { isUuid } from "#db/id";
import { integrationKeys, integrations, services } from "#db/schema/services";
import { type Tx, transaction } from "#db/transaction";
import type { Actor } from "#db/vocabulary";
import type { NewIntegration } from "#lib/api/schemas/integrations";
import { announceIntegration } from "#lib/integrations/announce";
import { checkConfig } from "#lib/integrations/check-config";
import { checkSigning, checkSigningConfig } from "#lib/integrations/check-signing";
import { newKey } from "#lib/integrations/new-key";
import { signatureSecretPlace } from "#lib/integrations/places";
import { readIntegration } from "#lib/integrations/read";
import type { IntegrationView } from "#lib/integrations/view";
import { recordAudit } from "#lib/record";
import { seal } from "#lib/seal";
import { noSuchService } from "#lib/services/update";

type Doing = { actor: Actor; now: Date; base?: string | undefined };

/** Adds an integration to a service, with a key of its own. The view carries the key and where to post. */
export async function createIntegration(
  serviceId: string,
  input: NewIntegration,
  doing: Doing,
): Promise<IntegrationView> {
  if (!isUuid(serviceId)) throw noSuchService();
  checkConfig(input.type, input.config ?? {});
  checkSigning(input.type, input);
  if (input.signatureSecret !== undefined) checkSigningConfig(input.type, input.config ?? {});
  const id = crypto.randomUUID();
  await transaction((tx) => insert(tx, { id, serviceId, input, doing }));
  announceIntegration(id);
  return readIntegration(id, { ...doing, showKey: true });
}

async function insert(
  tx: Tx,
  { id, serviceId, input, doing }: { id: string; serviceId: string; input: NewIntegration; doing: Doing },
) {
  await lockService(tx, serviceId);
  const { signatureSecret, ...settings } = input;
  const secret = signatureSecret === undefined ? null : seal(signatureSecret, signatureSecretPlace(id));
  await tx.insert(integrations).values({ ...settings, id, serviceId, signatureSecret: secret, createdAt: doing.now });
  await tx.insert(integrationKeys).values(newKey(id, doing.now).row);
  const after = { serviceId, ...settings, hasSignatureSecret: secret !== null };
  await recordAudit(tx, { ...doing, action: "integration.created", objectType: "integration", objectId: id, after });
}

// A service that is being deleted at this moment must not get an integration that outlives it.
async function lockService(tx: Tx, serviceId: string) {
  const [service] = await tx
    .select({ id: services.id })
    .from(services)
    .where(and(eq(services.id, serviceId), isNull(services.deletedAt)))
    .for("share");
  if (!service) throw noSuchService();
}
