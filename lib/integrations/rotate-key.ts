import { and, eq, gt, isNull, lte, or } from "drizzle-orm";
import { integrationKeys } from "#db/schema/services";
import type { Tx } from "#db/transaction";
import { change } from "#lib/change/change";
import { type Doing, lockIntegration, topicsOf } from "#lib/integrations/change";
import { newKey } from "#lib/integrations/new-key";
import { readIntegration } from "#lib/integrations/read";
import { type KeyRotation, keyRotation } from "#lib/integrations/schema";
import type { IntegrationView } from "#lib/integrations/view";

const hourMs = 3_600_000;

/** Gives the integration a new key. The old one works for `overlapHours` more, 24 unless said otherwise. */
export async function rotateKey(
  id: string,
  rotation: KeyRotation,
  doing: Doing,
): Promise<IntegrationView & { previousKeyValidUntil: Date }> {
  const { overlapHours } = keyRotation.parse(rotation);
  const validUntil = new Date(doing.now.getTime() + overlapHours * hourMs);
  await change(doing, async ({ tx, audit, wake }) => {
    await lockIntegration(tx, id);
    await endOldKeys(tx, id, validUntil, doing.now);
    await tx.insert(integrationKeys).values(newKey(id, doing.now).row);
    audit("integration.key_rotated", { type: "integration", id }, undefined, { previousKeyValidUntil: validUntil });
    wake(...topicsOf(id));
  });
  return { ...(await readIntegration(id, { ...doing, showKey: true })), previousKeyValidUntil: validUntil };
}

// A key that was rotated out earlier keeps its own, earlier end.
async function endOldKeys(tx: Tx, integrationId: string, validUntil: Date, now: Date) {
  const ofIntegration = eq(integrationKeys.integrationId, integrationId);
  const later = or(isNull(integrationKeys.expiresAt), gt(integrationKeys.expiresAt, validUntil));
  await tx.update(integrationKeys).set({ expiresAt: validUntil }).where(and(ofIntegration, later));
  await tx.delete(integrationKeys).where(and(ofIntegration, lte(integrationKeys.expiresAt, now)));
}
