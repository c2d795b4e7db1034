import { z } from "zod";
import { sql } from "#db/client";
import { type Topic, wakeChannel } from "#lib/live/wake";

type Listener = (topics: ReadonlySet<Topic>) => void;
type Hub = { listeners: Set<Listener>; started?: Promise<unknown> };

const held = globalThis as typeof globalThis & { tocsinLive?: Hub };
const hub: Hub = (held.tocsinLive ??= { listeners: new Set() });
const everything: ReadonlySet<Topic> = new Set(["*"]);

/** Calls `listener` with the topics of each wake, from the one LISTEN connection of this process. Returns how to stop. */
export async function listen(listener: Listener): Promise<() => void> {
  hub.listeners.add(listener);
  // A new connection may have missed wakes while it was away, so it announces that anything may have changed.
  hub.started ??= sql().listen(wakeChannel, (text) => announce(topicsOf(text)), () => announce(everything));
  await hub.started;
  return () => hub.listeners.delete(listener);
}

/** Does a wake with `topics` concern one who follows `topic`? */
export function concerns(topics: ReadonlySet<Topic>, topic: Topic): boolean {
  return topics.has(topic) || topics.has("*");
}

function announce(topics: ReadonlySet<Topic>) {
  for (const listener of hub.listeners) listener(topics);
}

function topicsOf(text: string): ReadonlySet<Topic> {
  const parsed = z.array(z.string()).safeParse(JSON.parse(text));
  return parsed.success ? new Set(parsed.data) : everything;
}
