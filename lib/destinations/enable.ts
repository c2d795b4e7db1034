import { eq } from "drizzle-orm";
import { destinations } from "#db/schema/delivery";
import { transaction } from "#db/transaction";
import { auditable, type Doing, lockDestination } from "#lib/destinations/change";
import { readDestination } from "#lib/destinations/read";
import { announceDestination, discardPending } from "#lib/destinations/switch-off";
import type { DestinationView } from "#lib/destinations/view";
import { recordAudit } from "#lib/record";

/**
 * Sends again what happens from now on. What was discarded meanwhile stays so until it is replayed. The auto-disable rule
 * starts counting afresh. One that is enabled stays as it is.
 */
export async function enableDestination(id: string, { actor, now }: Doing): Promise<DestinationView> {
  await transaction(async (tx) => {
    const before = await lockDestination(tx, id);
    if (!before.disabledAt) return;
    // What came to be pending at the very moment of disabling would be late news now.
    await discardPending(tx, id, now);
    const set = { disabledAt: null, disabledReason: null, statsFrom: now, consecutiveFailures: 0, notBefore: null };
    await tx.update(destinations).set(set).where(eq(destinations.id, id));
    const after = auditable({ ...before, ...set });
    await recordAudit(tx, {
      actor,
      action: "destination.enabled",
      objectType: "destination",
      objectId: id,
      before: auditable(before),
      after,
      now,
    });
  });
  announceDestination(id);
  return readDestination(id, now);
}
