import { and, eq, isNull } from "drizzle-orm";
import { isUuid } from "#db/id";
import { destinations } from "#db/schema/delivery";
import type { Tx } from "#db/transaction";
import { type By, type Change, change } from "#lib/change/change";
import { findChannel } from "#lib/channels/index";
import { cardEvents, setCardEvents } from "#lib/destinations/card-events";
import { noSuchDestination } from "#lib/destinations/read";
import { withoutQueries } from "#lib/forms/secret-fields";

/** A destination with the events that its card hears of. */
export type DestinationRow = typeof destinations.$inferSelect & { events: string[] };

/** Locks the destination and writes what `decide` makes of it together with an audit row. It may write more of its own. */
export async function changeDestination(
  id: string,
  action: string,
  decide: (row: DestinationRow, writing: Change) => Partial<DestinationRow> | Promise<Partial<DestinationRow>>,
  by: By,
): Promise<void> {
  await change(by, async (writing) => {
    const before = await lockDestination(writing.tx, id);
    const set = await decide(before, writing);
    if (Object.keys(set).length === 0) return;
    await write(writing.tx, id, set);
    const after = set.deletedAt ? undefined : auditable({ ...before, ...set });
    writing.audit(action, { type: "destination", id }, auditable(before), after);
    writing.wake(...topicsOf(id));
  });
}

async function write(tx: Tx, id: string, { events, ...columns }: Partial<DestinationRow>): Promise<void> {
  if (Object.keys(columns).length > 0) await tx.update(destinations).set(columns).where(eq(destinations.id, id));
  if (events) await setCardEvents(tx, id, events);
}

/** Whom a change of the destination concerns: screens, dispatch and workers. */
export const topicsOf = (id: string) => ["outbox", "deliveries", "destinations", `destination:${id}`];

/** Holds the destination until the transaction ends. Refuses when there is none. */
export async function lockDestination(tx: Tx, id: string): Promise<DestinationRow> {
  if (!isUuid(id)) throw noSuchDestination();
  const [row] = await tx
    .select()
    .from(destinations)
    .where(and(eq(destinations.id, id), isNull(destinations.deletedAt)))
    .for("update");
  if (!row) throw noSuchDestination();
  return { ...row, events: await cardEvents(tx, id) };
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
  return { name, type, config: channel ? withoutQueries(channel.fields, config) : {}, events, disabledAt };
};
