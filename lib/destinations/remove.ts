import { eq } from "drizzle-orm";
import { destinations } from "#db/schema/delivery";
import { transaction } from "#db/transaction";
import { auditable, type Doing, lockDestination } from "#lib/destinations/change";
import { announceDestination, discardPending } from "#lib/destinations/switch-off";
import { recordAudit, recordSystemEvent } from "#lib/record";

/** Deletes the destination with its secrets; what waits for it is discarded. It cannot be brought back. */
export async function removeDestination(id: string, { actor, now }: Doing): Promise<void> {
  await transaction(async (tx) => {
    const before = await lockDestination(tx, id);
    await tx.update(destinations).set({ deletedAt: now, secrets: null }).where(eq(destinations.id, id));
    await discardPending(tx, id, now);
    const { name, type } = before;
    const summary = `Integration "${name}" was deleted by ${actor.name}`;
    await recordSystemEvent(tx, {
      type: "system.integration_deleted",
      actor,
      summary,
      subject: { id, name, type },
      now,
    });
    await recordAudit(tx, {
      actor,
      action: "destination.deleted",
      objectType: "destination",
      objectId: id,
      before: auditable(before),
      now,
    });
  });
  announceDestination(id);
}
