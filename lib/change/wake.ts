import { sql } from "#db/client";
import { log } from "#lib/log";

export const wakeChannel = "tocsin";

/** NOTIFY takes at most 8000 bytes; past this many topics listeners are told that anything may have changed. */
const mostTopics = 80;
const collectMs = 10;

/**
 * A topic names what changed: "outbox", "deliveries", "incidents", "incident:<id>", "requests", "requests:<integration id>",
 * "services", "integrations", "integration:<id>", "destinations", "destination:<id>", "people", "api_keys", or "*" for anything.
 */
export type Topic = string;

type Hearer = (topics: readonly Topic[]) => void;

// Pages and routes run in a module graph of Next's own.
const held = globalThis as typeof globalThis & { tocsinHearers?: Set<Hearer> };
const hearers: Set<Hearer> = (held.tocsinHearers ??= new Set());

/** Calls `hearer` with each wake of this process before anything else goes on: what it remembers is forgotten at once. */
export function hearAtOnce(hearer: Hearer): void {
  hearers.add(hearer);
}

const waiting = new Set<Topic>();
let isScheduled = false;
let lastSentAt = Number.NEGATIVE_INFINITY;

/**
 * Tells every process, after a commit, what changed: at once when nothing was told of late, else together with what else
 * changes within ten milliseconds of the last time. Losing a wake only costs a poll.
 */
export function wake(...topics: Topic[]): void {
  for (const hearer of hearers) hearer(topics);
  for (const topic of topics) waiting.add(topic);
  if (isScheduled) return;
  isScheduled = true;
  const restMs = lastSentAt + collectMs - performance.now();
  if (restMs > 0) setTimeout(() => void send(), restMs);
  else setImmediate(() => void send());
}

/** Sends what is still collected; for a process about to end. */
export async function flushWakes(): Promise<void> {
  await send();
}

async function send() {
  isScheduled = false;
  if (waiting.size === 0) return;
  lastSentAt = performance.now();
  const topics = waiting.size > mostTopics ? ["*"] : [...waiting];
  waiting.clear();
  try {
    await sql()`select set_config('synchronous_commit', 'off', true), pg_notify(${wakeChannel}, ${JSON.stringify(topics)})`;
  } catch (error) {
    log.warn({ error, topics }, "a wake was not sent; listeners will find the change by polling");
  }
}
