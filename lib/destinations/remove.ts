import type { By } from "#lib/change/change";
import { changeDestination } from "#lib/destinations/change";
import { discardPending } from "#lib/destinations/switch-off";

/** Deletes the destination with its secrets; what waits for it is discarded. It cannot be brought back. */
export async function removeDestination(id: string, by: By): Promise<void> {
  await changeDestination(
    id,
    "destination.deleted",
    async ({ name, type }, { tx, tell }) => {
      await discardPending(tx, id, by.now);
      const summary = `Integration "${name}" was deleted by ${by.actor.name}`;
      tell("system.integration_deleted", { summary, subject: { id, name, type } });
      return { deletedAt: by.now, secrets: null };
    },
    by,
  );
}
