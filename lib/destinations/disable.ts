import { type By, change } from "#lib/change/change";
import { lockDestination } from "#lib/destinations/change";
import { readDestination } from "#lib/destinations/read";
import { switchOff } from "#lib/destinations/switch-off";
import type { DestinationView } from "#lib/destinations/view";

/** Stops sending and discards what waits; everything is kept. One that is disabled stays so. */
export async function disableDestination(id: string, by: By): Promise<DestinationView> {
  await change(by, async (writing) => {
    await lockDestination(writing.tx, id);
    const reason = `Disabled by ${by.actor.name}.`;
    await switchOff(writing, id, { reason, event: "system.integration_disabled", action: "destination.disabled" });
  });
  return readDestination(id, by.now);
}
