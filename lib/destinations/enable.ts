import type { By } from "#lib/change/change";
import { unblocked } from "#lib/destinations/block";
import { changeDestination } from "#lib/destinations/change";
import { readDestination } from "#lib/destinations/read";
import { discardPending } from "#lib/destinations/switch-off";
import type { DestinationView } from "#lib/destinations/view";

/**
 * Sends again what happens from now on. What was discarded meanwhile stays so until it is replayed. The auto-disable rule
 * starts counting afresh. One that is enabled stays as it is.
 */
export async function enableDestination(id: string, by: By): Promise<DestinationView> {
  await changeDestination(
    id,
    "destination.enabled",
    async ({ disabledAt }, { tx }) => {
      if (!disabledAt) return {};
      // What came to be pending at the very moment of disabling would be late news now.
      await discardPending(tx, id, by.now);
      return { disabledAt: null, disabledReason: null, statsFrom: by.now, consecutiveFailures: 0, ...unblocked };
    },
    by,
  );
  return readDestination(id, by.now);
}
