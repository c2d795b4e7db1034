import { and, eq, isNull } from "drizzle-orm";
import { isUuid } from "#db/id";
import { destinations } from "#db/schema/delivery";
import type { Tx } from "#db/transaction";
import type { Actor } from "#db/vocabulary";
import { findChannel } from "#lib/channels/index";
import { noSuchDestination } from "#lib/destinations/read";
import type { DestinationRow } from "#lib/destinations/switch-off";
import { withoutQueries } from "#lib/forms/secret-fields";

export type Doing = { actor: Actor; now: Date };

/** Holds the destination until the transaction ends. Refuses when there is none. */
export async function lockDestination(tx: Tx, id: string): Promise<DestinationRow> {
  if (!isUuid(id)) throw noSuchDestination();
  const [row] = await tx
    .select()
    .from(destinations)
    .where(and(eq(destinations.id, id), isNull(destinations.deletedAt)))
    .for("update");
  if (!row) throw noSuchDestination();
  return row;
}

/** What the audit log keeps of a destination: everything but its secrets and what stands in the query of its address. */
export const auditable = ({
  name,
  type,
  config,
  events,
  disabledAt,
}: Pick<DestinationRow, "name" | "type" | "config" | "events" | "disabledAt">) => {
  const channel = findChannel(type);
  return { name, type, config: channel ? withoutQueries(channel.config, config) : {}, events, disabledAt };
};
