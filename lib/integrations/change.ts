import { and, eq, isNull } from "drizzle-orm";
import { integrations } from "#db/schema/services";
import { type Tx, transaction } from "#db/transaction";
import type { Actor } from "#lib/actor";
import { isUuid } from "#lib/id";
import { announceIntegration } from "#lib/integrations/announce";
import { moveOpenIncidents } from "#lib/integrations/move-open-incidents";
import { noSuchIntegration } from "#lib/integrations/read";
import { recordAudit } from "#lib/record";

export type Integration = typeof integrations.$inferSelect;

export type Doing = { actor: Actor; now: Date; base?: string | undefined };

/** Locks the integration, writes what `decide` makes of it together with an audit row, and tells the other processes. */
export async function changeIntegration(
  id: string,
  action: string,
  decide: (integration: Integration) => Partial<Integration>,
  { actor, now }: Doing,
): Promise<void> {
  await transaction(async (tx) => {
    const before = await lockIntegration(tx, id);
    const changes = decide(before);
    if (Object.keys(changes).length === 0) return;
    await tx.update(integrations).set(changes).where(eq(integrations.id, id));
    const { sharesKeys = before.sharesKeys } = changes;
    if (sharesKeys !== before.sharesKeys) await moveOpenIncidents(tx, before, sharesKeys);
    const after = auditable({ ...before, ...changes });
    await recordAudit(tx, {
      actor,
      action,
      objectType: "integration",
      objectId: id,
      before: auditable(before),
      after,
      now,
    });
  });
  announceIntegration(id);
}

/** Holds the integration until the transaction ends. Refuses when there is none. */
export async function lockIntegration(tx: Tx, id: string): Promise<Integration> {
  if (!isUuid(id)) throw noSuchIntegration();
  const [integration] = await tx
    .select()
    .from(integrations)
    .where(and(eq(integrations.id, id), isNull(integrations.deletedAt)))
    .for("update");
  if (!integration) throw noSuchIntegration();
  return integration;
}

function auditable({ signatureSecret, previousSignatureSecret: _, ...rest }: Integration) {
  return { ...rest, hasSignatureSecret: signatureSecret !== null };
}
