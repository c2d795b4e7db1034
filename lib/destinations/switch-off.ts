import { and, eq, isNull } from "drizzle-orm";
import { deliveries, destinations } from "#db/schema/delivery";
import type { Tx } from "#db/transaction";
import type { Actor } from "#db/vocabulary";
import { wake } from "#lib/live/wake";
import { recordAudit, recordSystemEvent } from "#lib/record";

export type DestinationRow = typeof destinations.$inferSelect;

type Off = {
  actor: Actor;
  now: Date;
  reason: string;
  event: "system.integration_disabled" | "system.integration_broken";
  action: string;
};

/**
 * Disables a destination, discards what waits for it, and tells the others that subscribe to it, in the caller's transaction.
 * Returns undefined when it is disabled or gone already. Call `announceDestination` after the commit.
 */
export async function switchOff(
  tx: Tx,
  id: string,
  { actor, now, reason, event, action }: Off,
): Promise<DestinationRow | undefined> {
  const [row] = await tx
    .update(destinations)
    .set({ disabledAt: now, disabledReason: reason })
    .where(and(eq(destinations.id, id), isNull(destinations.disabledAt), isNull(destinations.deletedAt)))
    .returning();
  if (!row) return undefined;
  await discardPending(tx, id, now);
  const summary =
    event === "system.integration_broken"
      ? `Integration "${row.name}" was disabled: ${reason}`
      : `Integration "${row.name}" was disabled by ${actor.name}`;
  await recordSystemEvent(tx, {
    type: event,
    actor,
    summary,
    subject: { id, name: row.name, type: row.type, reason },
    now,
  });
  await recordAudit(tx, {
    actor,
    action,
    objectType: "destination",
    objectId: id,
    before: { disabledAt: null },
    after: { disabledAt: now, reason },
    now,
  });
  return row;
}

/** Discards what waits for a destination. It stays in the log and can be sent again. */
export async function discardPending(tx: Tx, destinationId: string, now: Date): Promise<void> {
  await tx
    .update(deliveries)
    .set({ state: "discarded", doneAt: now })
    .where(and(eq(deliveries.destinationId, destinationId), eq(deliveries.state, "pending")));
}

/** Tells screens, dispatch and workers that a destination changed. */
export function announceDestination(id: string): void {
  wake("outbox", "deliveries", "destinations", `destination:${id}`);
}
