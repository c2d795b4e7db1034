import { transaction } from "#db/transaction";
import { type Doing, lockDestination } from "#lib/destinations/change";
import { readDestination } from "#lib/destinations/read";
import { announceDestination, switchOff } from "#lib/destinations/switch-off";
import type { DestinationView } from "#lib/destinations/view";

/** Stops sending and discards what waits; everything is kept. One that is disabled stays so. */
export async function disableDestination(id: string, { actor, now }: Doing): Promise<DestinationView> {
  await transaction(async (tx) => {
    await lockDestination(tx, id);
    const reason = `Disabled by ${actor.name}.`;
    await switchOff(tx, id, {
      actor,
      now,
      reason,
      event: "system.integration_disabled",
      action: "destination.disabled",
    });
  });
  announceDestination(id);
  return readDestination(id, now);
}
