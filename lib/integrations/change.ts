import { and, eq, isNull } from "drizzle-orm";
import { isUuid } from "#db/id";
import { integrations } from "#db/schema/services";
import { type Tx, transaction } from "#db/transaction";
import type { Actor } from "#db/vocabulary";
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
  doing: Doing,
): Promise<void> {
  await transaction(async (tx) => {
    const before = await lockIntegration(tx, id);
    const changes = decide(before);
    if (Object.keys(changes).length > 0) await writeChanges(tx, before, changes, action, doing);
  });
  announceIntegration(id);
}

/** Deletes the integrations of a service, which is being deleted. Returns their ids, to be announced after the commit. */
export async function deleteIntegrationsOf(tx: Tx, serviceId: string, doing: Doing): Promise<string[]> {
  const theirs = await tx
    .select()
    .from(integrations)
    .where(and(eq(integrations.serviceId, serviceId), isNull(integrations.deletedAt)))
    .orderBy(integrations.id)
    .for("update");
  for (const integration of theirs)
    await writeChanges(tx, integration, { deletedAt: doing.now }, "integration.deleted", doing);
  return theirs.map(({ id }) => id);
}

async function writeChanges(
  tx: Tx,
  before: Integration,
  changes: Partial<Integration>,
  action: string,
  { actor, now }: Doing,
): Promise<void> {
  await tx.update(integrations).set(changes).where(eq(integrations.id, before.id));
  const { sharesKeys = before.sharesKeys } = changes;
  if (sharesKeys !== before.sharesKeys) await moveOpenIncidents(tx, before, sharesKeys);
  await recordAudit(tx, {
    actor,
    action,
    objectType: "integration",
    objectId: before.id,
    before: auditable(before),
    after: auditable({ ...before, ...changes }),
    now,
  });
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
