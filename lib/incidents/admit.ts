import { sql } from "#db/client";
import type { ReadEvent } from "#db/schema/incidents";
import type { Sql } from "#db/sql";
import type { Change } from "#lib/change/change";
import { submit } from "#lib/incidents/batch";
import { ingestWithin, topicsOf } from "#lib/incidents/ingest";
import type { Ingested, Intake, Origin, ReadyEvent, ReceivedRequest } from "#lib/incidents/intake";
import { partsOf } from "#lib/incidents/parts-of";

/** A request as its receiver hands it over; what its events are is known here. */
export type KeptRequest = Omit<ReceivedRequest, "events">;

type With = {
  /** The request they came with, which is kept with them, also when it asks for nothing. */
  kept?: KeptRequest;
  /** Whether it counts against the limit of its integration. Resolves always get in, so by themselves they do not. */
  counts?: boolean;
};

/**
 * Lets events in, whoever produced them: every producer comes through here. The answer has an incident for each event, in
 * their order, and comes after the commit. Throws a refusal (503) when too much waits or the database is away.
 */
export async function admit(origin: Origin, events: ReadyEvent[], more: With = {}): Promise<Ingested> {
  return storeParts(intakeOf(origin, events, more), submit, sql());
}

/** The same within a change of the caller. */
export function admitWithin(change: Change, origin: Origin, events: ReadyEvent[], more: With = {}): Promise<Ingested> {
  const store = async (part: Intake): Promise<Ingested> =>
    (await storeWithin(change, [part]))[0] ?? { verdict: "closed", incidents: [] };
  return storeParts(intakeOf(origin, events, more), store, change.sql);
}

/** Events that were let in when they came and waited for their turn since, with the request they came with. */
export type Waited = Required<Pick<Intake, "origin" | "events" | "part" | "counts">> &
  Pick<Intake, "request"> & { waitingSince: string };

/**
 * Lets in what waited, in one statement within a change of the caller. Nothing is decided about the events again. Each dedup
 * key has one action among them.
 */
export function admitWaited(change: Change, waited: Waited[]): Promise<Ingested[]> {
  return storeWithin(change, waited);
}

async function storeWithin({ sql: pg, by, wake }: Change, intakes: Intake[]): Promise<Ingested[]> {
  const answers = await ingestWithin(pg, intakes, by.now);
  wake(...topicsOf(intakes, answers));
  return answers;
}

/** The incidents that events went to, each once. */
export function incidentIdsOf({ incidents }: Ingested): string[] {
  return [...new Set(incidents.flatMap((incident) => incident?.id ?? []))];
}

// What is decided about events before they are stored is decided here.
function intakeOf(origin: Origin, events: ReadyEvent[], { kept, counts }: With): Intake {
  return {
    origin,
    kept: kept && { ...kept, events: events.map(shown) },
    part: 0,
    counts: counts ?? (kept !== undefined && events.some(({ action }) => action !== "resolve")),
    events,
  };
}

function shown({ action, dedupKey, summary, source, severity, links, suppressed, pauseUntil }: ReadyEvent): ReadEvent {
  const isTrigger = action === "trigger";
  return {
    ...{ action, dedupKey, summary, source, severity, links },
    ...(isTrigger && suppressed && { suppressed }),
    ...(isTrigger && pauseUntil && { heldUntil: pauseUntil }),
  };
}

/** In as many parts as it takes, one after the other, so that one that triggers and resolves the same key ends as it says. */
async function storeParts(intake: Intake, store: (part: Intake) => Promise<Ingested>, pg: Sql): Promise<Ingested> {
  const all: Ingested = { verdict: "admitted", incidents: [] };
  const parts = partsOf(intake.events);
  for (const [part, events] of parts.entries()) {
    const continues = part < parts.length - 1;
    const follows = all.verdict === "late";
    const counts = intake.counts && part === 0;
    const ingested = await store({ ...intake, part, continues, follows, events, counts });
    all.incidents.push(...ingested.incidents);
    if (ingested.verdict === "late") all.verdict = "late";
    else if (ingested.verdict !== "admitted") return { ...ingested, incidents: all.incidents };
  }
  if (intake.kept && parts.length > 1) await nameIncidents(pg, intake.kept, all);
  return all;
}

/** A request is kept with its first part; what its later parts went to is written down here. */
async function nameIncidents(pg: Sql, { id, receivedAt }: ReceivedRequest, ingested: Ingested): Promise<void> {
  await pg`update requests set incident_ids = ${incidentIdsOf(ingested)}::uuid[] where id = ${id} and received_at = ${receivedAt}`;
}
