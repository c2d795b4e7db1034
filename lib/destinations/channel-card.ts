import type { Channel, ChannelGroup } from "#lib/channels/contract";
import type { Field } from "#lib/forms/fields-of";

/** What a browser may see of a channel: plain values, no code. */
export type Card = {
  id: string;
  name: string;
  group: ChannelGroup;
  description: string;
  icon?: string;
  /** Markdown. */
  setup: string;
  fields: readonly Field[];
  /** Its credentials can be checked without anybody seeing a message. */
  checks: boolean;
  /** The groups of events it can carry; absent when all. */
  carries?: readonly string[];
};

export function cardOf({ id, name, group, description, icon, setup, fields, carries, check }: Channel): Card {
  return {
    id,
    name,
    group,
    description,
    ...(icon && { icon }),
    setup,
    fields,
    checks: check !== undefined,
    ...(carries && { carries }),
  };
}
