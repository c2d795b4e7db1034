import { and, eq, isNull } from "drizzle-orm";
import { deliveries, destinations } from "#db/schema/delivery";
import type { Tx } from "#db/transaction";
import type { Change } from "#lib/change/change";
import { topicsOf } from "#lib/destinations/change";

type Off = {
  reason: string;
  event: "system.integration_disabled" | "system.integration_broken";
  action: string;
};

/**
 * Disables a destination, discards what waits for it, and tells the others that subscribe to it.
 * Returns undefined when it is disabled or gone already.
 */
export async function switchOff(
  { tx, by, audit, tell, wake }: Change,
  id: string,
  { reason, event, action }: Off,
): Promise<typeof destinations.$inferSelect | undefined> {
  const [row] = await tx
    .update(destinations)
    .set({ disabledAt: by.now, disabledReason: reason })
    .where(and(eq(destinations.id, id), isNull(destinations.disabledAt), isNull(destinations.deletedAt)))
    .returning();
  if (!row) return undefined;
  await discardPending(tx, id, by.now);
  const summary =
    event === "system.integration_broken"
      ? `Integration "${row.name}" was disabled: ${reason}`
      : `Integration "${row.name}" was disabled by ${by.actor.name}`;
  tell(event, { summary, subject: { id, name: row.name, type: row.type, reason } });
  audit(action, { type: "destination", id }, { disabledAt: null }, { disabledAt: by.now, reason });
  wake(...topicsOf(id));
  return row;
}

/** Discards what waits for a destination. It stays in the log and can be sent again. */
export async function discardPending(tx: Tx, destinationId: string, now: Date): Promise<void> {
  await tx
    .update(deliveries)
    .set({ state: "discarded", doneAt: now })
    .where(and(eq(deliveries.destinationId, destinationId), eq(deliveries.state, "pending")));
}
