import { and, eq, isNull } from "drizzle-orm";
import { isUuid } from "#db/id";
import { integrationKeys, integrations, services } from "#db/schema/services";
import type { Tx } from "#db/transaction";
import { type Change, change } from "#lib/change/change";
import { type Doing, topicsOf } from "#lib/integrations/change";
import { checkConfig } from "#lib/integrations/check-config";
import { checkSigning, checkSigningConfig } from "#lib/integrations/check-signing";
import { newKey } from "#lib/integrations/new-key";
import { readIntegration } from "#lib/integrations/read";
import type { NewIntegration } from "#lib/integrations/schema";
import type { IntegrationView } from "#lib/integrations/view";
import { noSuchService } from "#lib/refusal";
import { seal } from "#lib/seal";
import { signatureSecretPlace } from "#lib/signatures/places";

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
  await change(doing, (addition) => insert(addition, { id, serviceId, input }));
  return readIntegration(id, { ...doing, showKey: true });
}

async function insert(
  { tx, by, audit, wake }: Change,
  { id, serviceId, input }: { id: string; serviceId: string; input: NewIntegration },
) {
  await lockService(tx, serviceId);
  const { signatureSecret, ...settings } = input;
  const secret = signatureSecret === undefined ? null : seal(signatureSecret, signatureSecretPlace(id));
  await tx.insert(integrations).values({ ...settings, id, serviceId, signatureSecret: secret, createdAt: by.now });
  await tx.insert(integrationKeys).values(newKey(id, by.now).row);
  const after = { serviceId, ...settings, hasSignatureSecret: secret !== null };
  audit("integration.created", { type: "integration", id }, undefined, after);
  wake(...topicsOf(id));
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
