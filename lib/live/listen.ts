import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { z } from "zod";
import { connectAlone, whenClosed } from "#db/client";
import { type Topic, wakeChannel } from "#lib/change/wake";
import { env } from "#lib/env";
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

const reconnectMs = 250;
/** A connection that has been silent for so long is asked whether it is still there. */
const pingMs = 5_000;

async function startListening(): Promise<void> {
  try {
    void keepListening(await connected());
  } catch (error) {
    hub.started = undefined;
    throw error;
  }
}

async function keepListening(first: pg.Client): Promise<void> {
  const closing = new AbortController();
  let client: pg.Client | undefined = first;
  whenClosed(async () => {
    hub.started = undefined;
    closing.abort();
    await client?.end();
  });
  while (!closing.signal.aborted) {
    // A new connection may have missed wakes while there was none.
    if (client) announce(everything);
    if (client) await ended(client);
    if (closing.signal.aborted) return;
    await sleep(reconnectMs);
    client = await connected().catch(() => undefined);
  }
  await client?.end();
}

async function connected(): Promise<pg.Client> {
  const client = connectAlone(env().DATABASE_URL, { answerMs: pingMs });
  client.on("notification", ({ payload }) => announce(topicsOf(payload ?? "")));
  try {
    await client.connect();
    await client.query(`listen "${wakeChannel}"`);
    return client;
  } catch (error) {
    void client.end();
    throw error;
  }
}

/** Resolves when the connection has ended, by itself or because it no longer answers. */
async function ended(client: pg.Client): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const ping = setInterval(() => client.query("select 1").catch(() => void client.end()), pingMs).unref();
  client.once("end", resolve);
  await promise;
  clearInterval(ping);
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
