import { z } from "zod";
import { sql } from "#db/client";
import { type Role, roles } from "#db/vocabulary";
import { allows } from "#lib/auth/roles";
import { now } from "#lib/clock";
import { listen } from "#lib/live/listen";
import type { Topic } from "#lib/live/wake";
import { log } from "#lib/log";

type Follower = { sessionId: string; role: Role };
type Stream = Follower & { controller: ReadableStreamDefaultController<Uint8Array> };
type Hub = {
  streams: Set<Stream>;
  waiting: Set<Topic>;
  isClosing: boolean;
  following?: Promise<unknown>;
  beating?: NodeJS.Timeout;
  sending?: NodeJS.Timeout;
};

// The route's bundle and the server that stops are different module graphs.
const held = globalThis as typeof globalThis & { tocsinStreams?: Hub };
const hub: Hub = (held.tocsinStreams ??= { streams: new Set(), waiting: new Set(), isClosing: false });

/** Also how often sessions are looked at: a revoked one's streams end within this time and a query. */
const beatMs = 15_000;
/** A storm of wakes reaches a browser ten times a second at most. */
const collectMs = 100;
/** A browser that lets so many messages wait is dropped; it connects again and reads everything anew. */
const mostWaiting = 64;
/** Of these more are sent as "anything may have changed". */
const mostTopics = 500;

/** What nobody looks at in a browser. */
const internalTopics: ReadonlySet<Topic> = new Set(["outbox"]);

export const streamHeaders = {
  "content-type": "text/event-stream; charset=utf-8",
  // "no-transform" keeps compression off, which would hold messages back.
  "cache-control": "no-cache, no-transform",
  "x-accel-buffering": "no",
};

/**
 * Server-sent events with the topics of each wake as a JSON array, until `signal`, the end of the session or `closeStreams`.
 * What happened while a browser was not connected it has to read anew itself, when its stream opens.
 */
export async function openStream(signal: AbortSignal, follower: Follower): Promise<ReadableStream<Uint8Array>> {
  await follow();
  let stream: Stream | undefined;
  return new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(encode("retry: 3000\n: hello\n\n"));
      stream = { sessionId: follower.sessionId, role: follower.role, controller };
      if (hub.isClosing || signal.aborted) return close(stream);
      add(stream);
      signal.addEventListener("abort", () => stream && close(stream), { once: true });
    },
    cancel() {
      if (stream) remove(stream);
    },
  });
}

/** Ends all streams of this process and those still to come: a server does not stop while one is open. */
export function closeStreams(): void {
  hub.isClosing = true;
  for (const stream of hub.streams) close(stream);
}

export const streamCount = (): number => hub.streams.size;

async function follow(): Promise<void> {
  hub.following ??= listen(collect).catch((error: unknown) => {
    delete hub.following;
    throw error;
  });
  await hub.following;
}

function collect(topics: ReadonlySet<Topic>): void {
  if (hub.streams.size === 0) return;
  for (const topic of topics) if (!internalTopics.has(topic)) hub.waiting.add(topic);
  if (hub.waiting.size > 0) hub.sending ??= setTimeout(sendWaiting, collectMs);
}

function sendWaiting(): void {
  delete hub.sending;
  const topics = hub.waiting.has("*") || hub.waiting.size > mostTopics ? ["*"] : [...hub.waiting];
  hub.waiting.clear();
  const [forAll, forObservers] = [messageOf(topics), messageOf(withoutIntegrations(topics))];
  send((stream) => (allows(stream.role, "responder") ? forAll : forObservers));
}

const messageOf = (topics: Topic[]) => encode(`data: ${JSON.stringify(topics)}\n\n`);

/** The id of an integration opens incidents; an observer hears that there was a request or a change, not of which one. */
function withoutIntegrations(topics: Topic[]): Topic[] {
  const named = topics.map((topic) =>
    topic.replace(/^requests:.*/, "requests").replace(/^integration:.*/, "integrations"),
  );
  return [...new Set(named)];
}

function send(messageTo: (stream: Stream) => Uint8Array): void {
  for (const stream of hub.streams) {
    const isSlow = (stream.controller.desiredSize ?? 0) < -mostWaiting;
    if (isSlow || !isTaken(stream, messageTo(stream))) close(stream);
  }
}

function isTaken(stream: Stream, message: Uint8Array): boolean {
  try {
    stream.controller.enqueue(message);
    return true;
  } catch {
    // Closed or broken from the other side: nobody to tell.
    return false;
  }
}

function add(stream: Stream): void {
  hub.streams.add(stream);
  hub.beating ??= setInterval(() => void beat(), beatMs);
}

function close(stream: Stream): void {
  remove(stream);
  try {
    stream.controller.close();
  } catch {
    // Closed from the other side already.
  }
}

function remove(stream: Stream): void {
  hub.streams.delete(stream);
  if (hub.streams.size > 0) return;
  clearInterval(hub.beating);
  delete hub.beating;
}

/** Shows proxies and browsers that the stream lives, and ends the streams of whoever was signed out or has another role. */
export async function beat(): Promise<void> {
  const ping = encode(": ping\n\n");
  send(() => ping);
  // Those that are there before the question; one that opens meanwhile is not in the answer.
  const asked = [...hub.streams];
  try {
    const alive = await aliveSessions([...new Set(asked.map((stream) => stream.sessionId))]);
    for (const stream of asked) if (alive.get(stream.sessionId) !== stream.role) close(stream);
  } catch (error) {
    log.warn({ error }, "the sessions of open streams could not be looked at");
  }
}

const sessionRow = z.object({ id: z.string(), role: z.enum(roles) });

async function aliveSessions(ids: string[]): Promise<ReadonlyMap<string, Role>> {
  const rows = await sql().of(sessionRow)`
    select s.id, p.role from sessions s join people p on p.id = s.person_id
    where s.id = any(${ids}::uuid[]) and s.revoked_at is null and s.expires_at > ${now()} and p.disabled_at is null`;
  return new Map(rows.map((row) => [row.id, row.role]));
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
