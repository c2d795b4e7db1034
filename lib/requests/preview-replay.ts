import { openIncidentsOf } from "#db/queries/open-incidents";
import type { Outcome } from "#db/vocabulary";
import { compareEvents, type EventChange } from "#lib/requests/compare-events";
import { type Replayable, readReplay } from "#lib/requests/read-replay";
import { type Effect, whatEachDoes } from "#lib/requests/what-it-does";
import type { Reading } from "#lib/sources/contract";

/** What a request was read as when it came, what it is read as now, and what replaying it would do. */
export type ReplayPreview = {
  request: { id: string; receivedAt: Date };
  before: { outcome: Outcome; reason: string | null };
  /** Null when it cannot be read again. */
  now: { outcome: Exclude<Outcome, "late">; reason: string | null } | null;
  /** The first of them; what each one that is read now would do. */
  events: (EventChange & { effect: Effect | null })[];
  /** How many events there are beyond those listed. */
  more: number;
  /** Is anything read differently? */
  differs: boolean;
  /** Why it cannot be replayed, and what to do instead; null when it can. */
  obstacle: string | null;
};

const mostListed = 50;

/** What replaying a request would do, with the config of its integration or with a draft of it. Changes nothing. */
export async function previewReplay(
  names: { integrationId: string; requestId: string },
  now: Date,
  draft?: Record<string, unknown>,
): Promise<ReplayPreview> {
  return previewOf(await readReplay(names, now, draft));
}

/** The same of a request that was read again already. */
export async function previewOf({ request, scope, reading, events, obstacle }: Replayable): Promise<ReplayPreview> {
  const { id, receivedAt, outcome, reason } = request;
  const effects = whatEachDoes(
    events,
    await openIncidentsOf(
      scope,
      events.map(({ dedupKey }) => dedupKey),
    ),
  );
  const nowRead = reading && outcomeOf(reading);
  const changes = reading ? compareEvents(request.events, events, madeKeysOf(reading)) : [];
  return {
    request: { id, receivedAt },
    before: { outcome, reason },
    now: nowRead,
    events: changes.slice(0, mostListed).map((one) => ({ ...one, effect: effects[one.at ?? -1] ?? null })),
    more: Math.max(0, changes.length - mostListed),
    differs:
      nowRead !== null && (nowRead.outcome !== endOf(outcome) || changes.some(({ change }) => change !== "same")),
    obstacle,
  };
}

// What waits for its turn is accepted when it comes.
const endOf = (outcome: Outcome): Outcome => (outcome === "late" ? "accepted" : outcome);

function madeKeysOf(reading: Reading): Set<number> {
  const events = "events" in reading ? reading.events : [];
  return new Set(events.flatMap(({ dedupKey }, at) => (dedupKey?.trim() ? [] : [at])));
}

/** How a request ends that is read so. */
export function outcomeOf(reading: Reading): NonNullable<ReplayPreview["now"]> {
  if ("unreadable" in reading) {
    const problems = reading.unreadable.map(({ path, message }) => (path === "" ? message : `${path}: ${message}`));
    return { outcome: "refused", reason: problems.join(" ") };
  }
  if ("ignored" in reading) return { outcome: "ignored", reason: reading.ignored };
  if ("test" in reading) return { outcome: "test", reason: reading.test };
  if ("handshake" in reading) return { outcome: "handshake", reason: reading.handshake };
  return { outcome: "accepted", reason: reading.problems.join(" ") || null };
}
