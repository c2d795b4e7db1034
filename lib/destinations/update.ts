import type { By } from "#lib/change/change";
import { unblocked } from "#lib/destinations/block";
import { changeDestination, type DestinationRow } from "#lib/destinations/change";
import { channelNamed, checkedConfig, checkedEvents, checkedName } from "#lib/destinations/check";
import { configColumns, readConfig } from "#lib/destinations/config";
import { readDestination } from "#lib/destinations/read";
import type { DestinationView } from "#lib/destinations/view";
import { keepSecrets } from "#lib/forms/secret-fields";

/**
 * What to change; what is left out stays. A config that is given replaces the old one as a whole, but a secret in it that is
 * left out is kept, and an empty one removed.
 */
export type DestinationChanges = {
  name?: string | undefined;
  config?: Record<string, unknown> | undefined;
  events?: readonly string[] | undefined;
};

export async function updateDestination(id: string, changes: DestinationChanges, by: By): Promise<DestinationView> {
  await changeDestination(id, "destination.updated", (before) => columnsOf(before, changes), by);
  return readDestination(id, by.now);
}

function columnsOf(before: DestinationRow, { name, config, events }: DestinationChanges): Partial<DestinationRow> {
  return {
    ...(name !== undefined && { name: checkedName(name) }),
    ...(events !== undefined && { events: checkedEvents(channelNamed(before.type), events) }),
    ...(config !== undefined && { ...configChange(before, config), ...unblocked }),
  };
}

function configChange(
  before: DestinationRow,
  config: Record<string, unknown>,
): Pick<DestinationRow, "config" | "secrets"> {
  const channel = channelNamed(before.type);
  return configColumns(
    channel,
    before.id,
    checkedConfig(channel, keepSecrets(channel.fields, config, readConfig(before))),
  );
}
