import { z } from "zod";
import { sql } from "#db/client";
import { type Topic, wakeChannel } from "#lib/live/wake";
import { log } from "#lib/log";

type Listener = (topics: ReadonlySet<Topic>) => void;
type Hub = { listeners: Set<Listener>; started?: Promise<unknown> | undefined };

const held = globalThis as typeof globalThis & { tocsinLive?: Hub };
const hub: Hub = (held.tocsinLive ??= { listeners: new Set() });
const everything: ReadonlySet<Topic> = new Set(["*"]);

/**
 * Calls `listener` with the topics of each wake, from the one LISTEN connection of this process. Returns how to stop.
 * The connection comes back by itself when Postgres was away, and says "*" then. Throws when it cannot be made at first.
 */
export async function listen(listener: Listener): Promise<() => void> {
  hub.started ??= startListening();
  await hub.started;
  hub.listeners.add(listener);
  return () => hub.listeners.delete(listener);
}

/** Does a wake with `topics` concern one who follows `topic`? */
export function concerns(topics: ReadonlySet<Topic>, topic: Topic): boolean {
  return topics.has(topic) || topics.has("*");
}

async function startListening(): Promise<void> {
  try {
    // A new connection may have missed wakes while it was away, so it announces that anything may have changed.
    await sql().listen(
      wakeChannel,
      (text) => announce(topicsOf(text)),
      () => announce(everything),
    );
  } catch (error) {
    hub.started = undefined;
    throw error;
  }
}

function announce(topics: ReadonlySet<Topic>) {
  for (const listener of hub.listeners) {
    try {
      listener(topics);
    } catch (error) {
      log.error({ error, topics: [...topics] }, "a listener failed at a wake");
    }
  }
}

const wakeText = z.string().transform((text, context) => {
  try {
    return z.array(z.string()).parse(JSON.parse(text));
  } catch {
    context.addIssue("not a list of topics");
    return z.NEVER;
  }
});

/** What another program sends to our channel is taken as "anything may have changed". */
function topicsOf(text: string): ReadonlySet<Topic> {
  const parsed = wakeText.safeParse(text);
  return parsed.success ? new Set(parsed.data) : everything;
}
