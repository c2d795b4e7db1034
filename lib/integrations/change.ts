import { and, eq, isNull } from "drizzle-orm";
import { isUuid } from "#db/id";
import { integrations } from "#db/schema/services";
import type { Tx } from "#db/transaction";
import { type By, type Change, change } from "#lib/change/change";
import { moveOpenIncidents } from "#lib/integrations/move-open-incidents";
import { noSuchIntegration } from "#lib/integrations/read";

export type Integration = typeof integrations.$inferSelect;

/** Who changes it and when, and where Tocsin is reached, for the view of it. */
export type Doing = By & { base?: string | undefined };

/** Locks the integration and writes what `decide` makes of it together with an audit row. */
export async function changeIntegration(
  id: string,
  action: string,
  decide: (integration: Integration) => Partial<Integration>,
  by: By,
): Promise<void> {
  await change(by, async (writing) => {
    const before = await lockIntegration(writing.tx, id);
    const changes = decide(before);
    if (Object.keys(changes).length > 0) await writeChanges(writing, before, changes, action);
  });
}

/** Deletes the integrations of a service, which is being deleted. */
export async function deleteIntegrationsOf(deletion: Change, serviceId: string): Promise<void> {
  const theirs = await deletion.tx
    .select()
    .from(integrations)
    .where(and(eq(integrations.serviceId, serviceId), isNull(integrations.deletedAt)))
    .orderBy(integrations.id)
    .for("update");
  for (const integration of theirs)
    await writeChanges(deletion, integration, { deletedAt: deletion.by.now }, "integration.deleted");
}

async function writeChanges(
  { tx, audit, wake }: Change,
  before: Integration,
  changes: Partial<Integration>,
  action: string,
): Promise<void> {
  await tx.update(integrations).set(changes).where(eq(integrations.id, before.id));
  const { sharesKeys = before.sharesKeys } = changes;
  if (sharesKeys !== before.sharesKeys) await moveOpenIncidents(tx, before, sharesKeys);
  audit(action, { type: "integration", id: before.id }, auditable(before), auditable({ ...before, ...changes }));
  wake(...topicsOf(before.id));
}

/** Whom a change of the integration concerns: screens, and every process, which reads it again before the next request. */
export const topicsOf = (id: string) => ["integrations", `integration:${id}`];

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
