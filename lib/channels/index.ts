import type { Channel } from "#lib/channels/contract";
import { email } from "#lib/channels/email";
import { opsgenie } from "#lib/channels/opsgenie";
import { webhook } from "#lib/channels/webhook";

/** Every channel, in the order of the gallery. A new one is a file in this folder and a line here. */
export const channels: readonly Channel[] = [webhook, opsgenie, email];

/** The channel with this id, if Tocsin has it. */
export function findChannel(id: string): Channel | undefined {
  return channels.find((channel) => channel.id === id);
}
