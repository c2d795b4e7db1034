import { and, eq, isNull } from "drizzle-orm";
import { destinations } from "#db/schema/delivery";
import { type By, change } from "#lib/change/change";
import { topicsOf } from "#lib/destinations/change";
import { log } from "#lib/log";

/**
 * Marks a destination whose credentials are refused, and tells everyone who should know: what waits for it is held until
 * its settings are corrected or a message gets through. Does nothing when it is marked already.
 */
export async function blockDestination(id: string, reason: string, by: By): Promise<void> {
  const row = await change(by, async ({ tx, audit, tell, wake }) => {
    const [blocked] = await tx
      .update(destinations)
      .set({ blockedAt: by.now, blockedReason: reason })
      .where(and(eq(destinations.id, id), isNull(destinations.blockedAt), isNull(destinations.deletedAt)))
      .returning();
    if (!blocked) return undefined;
    const { name, type } = blocked;
    tell("system.integration_blocked", {
      summary: `Integration "${name}" cannot send: ${reason}`,
      subject: { id, name, type, reason },
    });
    audit("destination.blocked", { type: "destination", id }, { blockedAt: null }, { blockedAt: by.now, reason });
    wake(...topicsOf(id));
    return blocked;
  });
  if (row) log.warn({ destination: id, name: row.name, reason }, "the credentials of an integration are refused");
}

/** The columns of one that may try again at once, because its settings were changed. */
export const unblocked = { blockedAt: null, blockedReason: null, notBefore: null };
