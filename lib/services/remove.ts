import { and, eq, isNull, ne } from "drizzle-orm";
import { isUuid } from "#db/id";
import { incidents } from "#db/schema/incidents";
import { services } from "#db/schema/services";
import { type Tx, transaction } from "#db/transaction";
import type { Actor } from "#db/vocabulary";
import { announceIntegration } from "#lib/integrations/announce";
import { deleteIntegrationsOf } from "#lib/integrations/change";
import { wake } from "#lib/live/wake";
import { recordAudit } from "#lib/record";
import { Refusal } from "#lib/refusal";
import { noSuchService } from "#lib/services/update";

/**
 * Deletes a service and its integrations: their senders get 404 from then on. Its history stays.
 * Refuses while incidents are open; with `force` they stay open, to be resolved by hand.
 */
export async function removeService(
  id: string,
  options: { force: boolean },
  doing: { actor: Actor; now: Date },
): Promise<void> {
  if (!isUuid(id)) throw noSuchService();
  const silenced = await transaction(async (tx) => {
    if (!options.force) await refuseWhileOpen(tx, id);
    await markDeleted(tx, id, doing);
    return deleteIntegrationsOf(tx, id, doing);
  });
  wake("services");
  for (const integrationId of silenced) announceIntegration(integrationId);
}

async function refuseWhileOpen(tx: Tx, serviceId: string) {
  const open = await tx.$count(incidents, and(eq(incidents.serviceId, serviceId), ne(incidents.status, "resolved")));
  if (open === 0) return;
  const them = open === 1 ? "an open incident" : `${open} open incidents`;
  throw new Refusal(
    "conflict",
    `The service has ${them}. Resolve ${open === 1 ? "it" : "them"} first, or delete with force=true and they stay open.`,
  );
}

async function markDeleted(tx: Tx, id: string, { actor, now }: { actor: Actor; now: Date }) {
  const [service] = await tx
    .update(services)
    .set({ deletedAt: now })
    .where(and(eq(services.id, id), isNull(services.deletedAt)))
    .returning({ name: services.name });
  if (!service) throw noSuchService();
  await recordAudit(tx, {
    actor,
    action: "service.deleted",
    objectType: "service",
    objectId: id,
    before: service,
    now,
  });
}
