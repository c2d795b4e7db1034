import { newId } from "#db/id";
import { destinations } from "#db/schema/delivery";
import { transaction } from "#db/transaction";
import { auditable, type Doing } from "#lib/destinations/change";
import { channelNamed, checkedConfig, checkedEvents, checkedName } from "#lib/destinations/check";
import { configColumns } from "#lib/destinations/config";
import { readDestination } from "#lib/destinations/read";
import { announceDestination } from "#lib/destinations/switch-off";
import type { DestinationView } from "#lib/destinations/view";
import { recordAudit } from "#lib/record";

export type NewDestination = {
  type: string;
  name: string;
  config: Record<string, unknown>;
  /** None means that nothing is sent. */
  events?: readonly string[] | undefined;
};

/** Adds a destination, enabled. It hears of what happens from now on. */
export async function createDestination(input: NewDestination, { actor, now }: Doing): Promise<DestinationView> {
  const channel = channelNamed(input.type);
  const name = checkedName(input.name);
  const events = checkedEvents(input.events ?? []);
  const config = checkedConfig(channel, input.config);
  const id = newId();
  const columns = configColumns(channel, id, config);
  await transaction(async (tx) => {
    await tx
      .insert(destinations)
      .values({ id, type: channel.id, name, events, ...columns, statsFrom: now, createdAt: now });
    const after = auditable({ type: channel.id, name, events, config: columns.config, disabledAt: null });
    await recordAudit(tx, {
      actor,
      action: "destination.created",
      objectType: "destination",
      objectId: id,
      after,
      now,
    });
  });
  announceDestination(id);
  return readDestination(id, now);
}
