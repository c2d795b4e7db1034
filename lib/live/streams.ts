import { setTimeout as sleep } from "node:timers/promises";
import type { Role } from "#db/vocabulary";
import type { Topic } from "#lib/change/wake";
import { now } from "#lib/clock";
import { aliveSessions } from "#lib/live/alive-sessions";
import { changesFor, type Followed, Followers, namelessly, namesIntegration } from "#lib/live/followers";
import { inTurns } from "#lib/live/in-turns";
import { listen } from "#lib/live/listen";
import { RecentChanges } from "#lib/live/recent-changes";
import { log } from "#lib/log";

/** Where the messages of a stream go. `write` says whether the browser keeps up with them. */
export type Outlet = { write(message: Uint8Array): boolean; end(): void };

/** Whose stream it is, and what it is told. */
export type Subscription = {
  personId: string;
  sessionId: string;
  role: Role;
  followed: Followed;
  wantsRecent: boolean;
};

export type Stream = Subscription & { outlet: Outlet; turn: number };

type Hub = {
  streams: Set<Stream>;
  followers: Followers<Stream>;
  ofPerson: Map<string, number>;
  opened: number;
  waiting: Set<Topic>;
  isClosing: boolean;
  recent?: RecentChanges;
  following?: Promise<unknown>;
  beating?: NodeJS.Timeout;
  beats: number;
  sending?: Promise<void>;
};

// The route's bundle and the server that stops are different module graphs.
const held = globalThis as typeof globalThis & { tocsinStreams?: Hub };
const hub: Hub = (held.tocsinStreams ??= {
  streams: new Set(),
  followers: new Followers(),
  ofPerson: new Map(),
  opened: 0,
  beats: 0,
  waiting: new Set(),
  isClosing: false,
});

/** Also how often sessions are looked at: a revoked one's streams end within this time and a query. */
const beatMs = 15_000;
/** The streams take turns within this time, so that thousands do not beat at once. */
export const beatTurns = 15;
/** A storm of wakes reaches a browser ten times a second at most, and the more seldom the more of them there are. */
const collectMs = 100;
/** Past this many changes that wait, "anything may have changed". */
const mostWaiting = 10_000;
/** One person may hold many of all streams, but never the last. */
const mostStreams = { inAll: 10_000, ofAPerson: 6_000 };

/** What nobody looks at in a browser. */
const internalTopics: ReadonlySet<Topic> = new Set(["outbox"]);

/** Is there no room for one more stream, or none for one more of this person? */
export function isFull(personId?: string): boolean {
  const own = personId === undefined ? 0 : (hub.ofPerson.get(personId) ?? 0);
  return hub.streams.size >= mostStreams.inAll || own >= mostStreams.ofAPerson;
}

/** Begins to hear of wakes, which every stream needs. Throws while the database is away. */
export async function follow(): Promise<void> {
  hub.following ??= listen(collect)
    .then(() => (hub.recent = new RecentChanges(now())))
    .catch((error: unknown) => {
      delete hub.following;
      throw error;
    });
  await hub.following;
}

/**
 * Sends the followed topics of each wake to `outlet`, until the end of the session or `closeStreams`. Returns how to leave.
 * What happened while a browser was not connected it reads anew when its stream opens. One that moves on from another
 * stream, because it now follows more, wants to be told of what changed in the last half minute.
 */
export function openStream(outlet: Outlet, subscription: Subscription): () => void {
  const stream = { ...subscription, outlet, turn: hub.opened++ % beatTurns };
  add(stream);
  send(stream, encode("retry: 3000\n: hello\n\n"));
  const recent = stream.wantsRecent ? changesFor(stream.followed, hub.recent?.topics(now()) ?? new Set(["*"])) : [];
  if (recent.length > 0) send(stream, encode(`event: recent\ndata: ${JSON.stringify(recent)}\n\n`));
  if (hub.isClosing) close(stream);
  return () => remove(stream);
}

/** Ends all streams of this process and those still to come: a server does not stop while one is open. */
export function closeStreams(): void {
  hub.isClosing = true;
  for (const stream of hub.streams) close(stream);
}

export const streamCount = (): number => hub.streams.size;

/** Shows proxies and browsers that the streams of this turn live, and ends those of whoever was signed out or has another role. */
export async function beat(turn: number): Promise<void> {
  // Those that are there before the question; one that opens meanwhile is not in the answer.
  const asked = [...hub.streams].filter((stream) => stream.turn === turn);
  await inTurns(asked, (stream) => send(stream, ping));
  try {
    const alive = await aliveSessions(asked.map(({ sessionId }) => sessionId));
    for (const stream of asked) if (alive.get(stream.sessionId) !== stream.role) close(stream);
  } catch (error) {
    log.warn({ error }, "the sessions of open streams could not be looked at");
  }
}

function collect(topics: ReadonlySet<Topic>): void {
  const named = [...topics].filter((topic) => !internalTopics.has(topic));
  const shown = [...named, ...new Set(named.filter(namesIntegration).map(namelessly))];
  hub.recent?.note(shown, now());
  if (hub.streams.size === 0 || shown.length === 0) return;
  if (hub.waiting.size + shown.length > mostWaiting) hub.waiting = new Set(["*"]);
  else for (const topic of shown) hub.waiting.add(topic);
  hub.sending ??= sendWaiting()
    .catch((error: unknown) => log.error({ error }, "changes were not sent to the open streams"))
    .finally(() => delete hub.sending);
}

async function sendWaiting(): Promise<void> {
  while (hub.waiting.size > 0) {
    await sleep(collectMs);
    const changed = hub.waiting;
    hub.waiting = new Set();
    // What changes meanwhile is collected: the more streams, the longer.
    await inTurns(messagesAbout(changed), ([stream, message]) => send(stream, message));
  }
}

/** What each stream is told of these changes, made only when its turn comes, and once for all that are told the same. */
function* messagesAbout(changed: ReadonlySet<Topic>): Generator<[Stream, Uint8Array]> {
  const made = new Map<string, Uint8Array>();
  for (const { followed, members } of hub.followers.concerned(changed)) {
    const text = JSON.stringify(changesFor(followed, changed));
    const message = made.get(text) ?? encode(`data: ${text}\n\n`);
    made.set(text, message);
    for (const stream of members) yield [stream, message];
  }
}

function send(stream: Stream, message: Uint8Array): void {
  if (!hub.streams.has(stream)) return;
  // A browser that does not keep up is dropped; it connects again and reads everything anew.
  if (!stream.outlet.write(message)) close(stream);
}

function add(stream: Stream): void {
  hub.streams.add(stream);
  hub.followers.add(stream, stream.followed);
  hub.ofPerson.set(stream.personId, (hub.ofPerson.get(stream.personId) ?? 0) + 1);
  hub.beating ??= setInterval(() => void beat(hub.beats++ % beatTurns), beatMs / beatTurns);
}

function close(stream: Stream): void {
  if (!hub.streams.has(stream)) return;
  remove(stream);
  stream.outlet.end();
}

function remove(stream: Stream): void {
  if (!hub.streams.delete(stream)) return;
  hub.followers.remove(stream, stream.followed);
  const others = (hub.ofPerson.get(stream.personId) ?? 0) - 1;
  if (others > 0) hub.ofPerson.set(stream.personId, others);
  else hub.ofPerson.delete(stream.personId);
  if (hub.streams.size > 0) return;
  clearInterval(hub.beating);
  delete hub.beating;
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const ping = encode(": ping\n\n");
