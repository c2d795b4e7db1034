import { and, eq, isNull, ne } from "drizzle-orm";
import { isUuid } from "#db/id";
import { incidents } from "#db/schema/incidents";
import { services } from "#db/schema/services";
import type { Tx } from "#db/transaction";
import { type By, type Change, change } from "#lib/change/change";
import { deleteIntegrationsOf } from "#lib/integrations/change";
import { noSuchService, Refusal } from "#lib/refusal";

/**
 * Deletes a service and its integrations: their senders get 404 from then on. Its history stays.
 * Refuses while incidents are open; with `force` they stay open, to be resolved by hand.
 */
export async function removeService(id: string, options: { force: boolean }, by: By): Promise<void> {
  if (!isUuid(id)) throw noSuchService();
  await change(by, async (removal) => {
    if (!options.force) await refuseWhileOpen(removal.tx, id);
    await markDeleted(removal, id);
    await deleteIntegrationsOf(removal, id);
  });
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

async function markDeleted({ tx, by, audit, wake }: Change, id: string) {
  const [service] = await tx
    .update(services)
    .set({ deletedAt: by.now })
    .where(and(eq(services.id, id), isNull(services.deletedAt)))
    .returning({ name: services.name });
  if (!service) throw noSuchService();
  audit("service.deleted", { type: "service", id }, service);
  wake("services");
}
