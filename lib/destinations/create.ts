import { newId } from "#db/id";
import { destinations } from "#db/schema/delivery";
import { type By, change } from "#lib/change/change";
import { addCard } from "#lib/destinations/card-events";
import { auditable, topicsOf } from "#lib/destinations/change";
import { channelNamed, checkedConfig, checkedEvents, checkedName } from "#lib/destinations/check";
import { configColumns } from "#lib/destinations/config";
import { readDestination } from "#lib/destinations/read";
import type { DestinationView } from "#lib/destinations/view";

export type NewDestination = {
  type: string;
  name: string;
  config: Record<string, unknown>;
  /** None means that nothing is sent. */
  events?: readonly string[] | undefined;
};

/** Adds a destination, enabled. It hears of what happens from now on. */
export async function createDestination(input: NewDestination, by: By): Promise<DestinationView> {
  const channel = channelNamed(input.type);
  const name = checkedName(input.name);
  const events = checkedEvents(channel, input.events ?? []);
  const config = checkedConfig(channel, input.config);
  const id = newId();
  const columns = configColumns(channel, id, config);
  await change(by, async ({ tx, audit, wake }) => {
    await tx
      .insert(destinations)
      .values({ id, type: channel.id, name, ...columns, statsFrom: by.now, createdAt: by.now });
    await addCard(tx, id, events, by.now);
    const after = auditable({ type: channel.id, name, events, config: columns.config, disabledAt: null });
    audit("destination.created", { type: "destination", id }, undefined, after);
    wake(...topicsOf(id));
  });
  return readDestination(id, by.now);
}
