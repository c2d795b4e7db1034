import { destinationById } from "#db/queries/destinations";
import type { Channel } from "#lib/channels/contract";
import { channelNamed, checkedConfig } from "#lib/destinations/check";
import { readConfig } from "#lib/destinations/config";
import { noSuchDestination } from "#lib/destinations/read";
import { keepSecrets } from "#lib/forms/secret-fields";

type Config = Record<string, unknown>;

/** A config as a form has it. The secrets it leaves out are those saved at `destinationId`. */
export type UnsavedConfig = { type: string; config: Config; destinationId?: string | undefined };

/** The config with its secrets, so that a form can be tried while it is edited. Refuses one that does not fit. */
export async function configToTry(
  { type, config, destinationId }: UnsavedConfig,
  now: Date,
): Promise<{ channel: Channel; config: Config }> {
  const channel = channelNamed(type);
  const saved = destinationId === undefined ? {} : readConfig(await existingDestination(destinationId, now));
  return { channel, config: checkedConfig(channel, keepSecrets(channel.fields, config, saved)) };
}

/** The row of a destination. Refuses when there is none. */
export async function existingDestination(id: string, now: Date) {
  const row = await destinationById(id, now);
  if (!row) throw noSuchDestination();
  return row;
}
