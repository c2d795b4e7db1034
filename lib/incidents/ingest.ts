import { z } from "zod";
import { sql } from "#db/client";
import { newId } from "#db/id";
import { bigint } from "#db/row-types";
import type { ReadEvent, WaitingEvent } from "#db/schema/incidents";
import type { Sql } from "#db/sql";
import { onceMoreAfterClash } from "#db/transaction";
import type { Actor, Outcome } from "#db/vocabulary";
import { wake } from "#lib/change/wake";
import { ingestStatement } from "#lib/incidents/ingest-statement";
import { cleanText, truncate } from "#lib/text";

/** A received request as it is kept: headers, query and path without secrets, body as it came. */
export type ReceivedRequest = {
  id: string;
  receivedAt: Date;
  integrationId: string | null;
  serviceId: string | null;
  actor: Actor;
  source: string;
  method: string;
  path: string;
  query: string;
  headers: Record<string, string>;
  body: Uint8Array;
  ip: string;
  outcome: Outcome;
  reason: string | null;
  status: number;
  /** The vendor's id of this delivery, where a repeat of it must have no effect. */
  deliveryId?: string | null;
  /** The request this one is a replay of. */
  replayOf?: string | null;
  /** The status answered instead when the request is over the limit. */
  overStatus: number;
  events: ReadEvent[];
  durationMs: number;
};

/** An event ready to be stored: cleaned, with a key of at most 255 characters and a severity. */
export type ReadyEvent = WaitingEvent & {
  /** The sender's time, where one older than that of the last resolve means that the trigger is stale. */
  orderedAt?: string | null;
};

/**
 * What goes into the database together. All events of one dedup key have one action; a request that asks for more
 * comes in several parts, of which the first (0) keeps the request.
 */
export type Intake = {
  request: ReceivedRequest;
  part: number;
  /** More parts of the same request follow. */
  continues?: boolean;
  counts: boolean;
  /** An earlier part of the same request waits for its turn, so this one does. */
  follows?: boolean;
  /** Since when it waited for its turn, which has come. Its request is kept already. */
  waitingSince?: string | null;
  events: ReadyEvent[];
};

/**
 * `closed`: the integration was disabled meanwhile. `over`: past its limit; only resolves were applied. `late`: past it too,
 * and the rest waits. `repeated`: this delivery was here before, as `reason` says.
 */
export type Ingested = {
  verdict: "admitted" | "closed" | "over" | "late" | "repeated";
  reason?: string;
  incidents: ({ id: string; number: number } | null)[];
  /** The incidents whose timelines tell of a trigger that opened nothing. */
  ignoredOn?: string[];
};

const ingestedRow = z.object({
  request_no: z.number(),
  /** Where the keys belong by now, when that is elsewhere: nothing was stored. */
  scope: z.string().nullable(),
  open: z.boolean(),
  over: z.boolean(),
  late: z.boolean(),
  repeat: z.string().nullable(),
  event_no: z.number().nullable(),
  incident_id: z.string().nullable(),
  number: bigint.nullable(),
  ignored_on: z.string().nullable(),
});

type Row = z.output<typeof ingestedRow>;

/** Of a batch those intakes are stored that have an answer; storing the others failed for `cause`. */
export class PartlyStored extends Error {
  readonly answers: readonly (Ingested | undefined)[];

  constructor(answers: readonly (Ingested | undefined)[], cause: unknown) {
    super("a part of a batch could not be stored", { cause });
    this.name = "PartlyStored";
    this.answers = answers;
  }
}

/**
 * Stores a batch in one statement and one commit; resolves after the commit, with one answer for each intake in order. Those
 * whose keys belong elsewhere by now follow in a statement of their own: when that fails it throws PartlyStored.
 */
export async function ingest(batch: Intake[], now: Date): Promise<Ingested[]> {
  const { answers, moved } = await onceMoreAfterClash(() => store(sql(), batch, now));
  wake(...topicsOf(batch, answers));
  const failed = new Map<number, unknown>();
  for (const [at, intake] of moved)
    await ingest([intake], now).then(
      (again) => answers.splice(at, 1, ...again),
      (error: unknown) => failed.set(at, error),
    );
  const [failure] = failed.values();
  if (failed.size > 0 && batch.length === 1) throw failure;
  if (failed.size > 0)
    throw new PartlyStored(
      answers.map((answer, at) => (failed.has(at) ? undefined : answer)),
      failure,
    );
  return answers;
}

/** The same within a transaction of the caller, who wakes `topicsOf` it after the commit. */
export async function ingestWithin(pg: Sql, batch: Intake[], now: Date): Promise<Ingested[]> {
  const { answers, moved } = await store(pg, batch, now);
  for (const [at, intake] of moved) answers.splice(at, 1, ...(await ingestWithin(pg, [intake], now)));
  return answers;
}

/** `moved` are the intakes, by their place, whose keys belong elsewhere by now, with these keys: of them nothing was stored. */
type Stored = { answers: Ingested[]; moved: [at: number, intake: Intake][] };

async function store(pg: Sql, batch: Intake[], now: Date): Promise<Stored> {
  const places = eventPlaces(batch);
  const parameters = [
    momentAfterLast(now),
    minuteOf(now),
    batch.length,
    places.length,
    ...requestColumns(batch),
    ...eventColumns(places),
    batch.map(({ request }) => request.deliveryId ?? null),
    batch.map(({ continues }) => (continues ? 0 : 1)),
    places.map(({ event }) => event.orderedAt ?? null),
    batch.map(({ request }) => request.replayOf ?? null),
    batch.map(({ follows }) => (follows ? 1 : 0)),
    batch.map(({ waitingSince }) => waitingSince ?? null),
    batch.map(({ events }) => events[0]?.scope ?? null),
    batch.map(({ request }) => request.actor.id),
    batch.map(({ request }) => request.body.byteLength),
    Buffer.concat(batch.map(({ request }) => request.body)),
  ];
  const rows = await pg.text(ingestedRow, ingestStatement, parameters);
  const moved = rows.flatMap(({ request_no, scope }): Stored["moved"] => {
    const intake = batch[request_no - 1];
    if (!intake || scope === null) return [];
    return [[request_no - 1, { ...intake, events: intake.events.map((event) => ({ ...event, scope })) }]];
  });
  // They follow one at a time, as keys of several that were apart may be the same now.
  return { answers: answersOf(batch, places, rows), moved };
}

const last = { moment: "", statements: 0 };

/** Statements of one millisecond still come one after the other: what was resolved later has overtaken what waits. */
function momentAfterLast(now: Date): string {
  const moment = now.toISOString();
  last.statements = moment === last.moment ? last.statements + 1 : 0;
  last.moment = moment;
  return last.statements === 0 ? moment : moment.replace("Z", `${String(last.statements).padStart(3, "0")}Z`);
}

type Place = { intake: number; index: number; keyNo: number; event: ReadyEvent };

/** Every event of the batch with where it stands; the same dedup key has the same number. */
function eventPlaces(batch: Intake[]): Place[] {
  const keys = new Map<string, number>();
  return batch.flatMap((intake, at) =>
    intake.events.map((event, index) => {
      const key = `${event.scope} ${event.dedupKey}`;
      const keyNo = keys.get(key) ?? keys.size;
      keys.set(key, keyNo);
      return { intake: at, index, keyNo, event };
    }),
  );
}

const longestReason = 4_000;

function requestColumns(batch: Intake[]) {
  const column = <T>(read: (request: ReceivedRequest) => T) => batch.map(({ request }) => read(request));
  return [
    column(({ id }) => id),
    column(({ integrationId }) => integrationId),
    column(({ serviceId }) => serviceId),
    column(({ actor }) => actor.kind),
    column(({ actor }) => actor.name),
    column(({ receivedAt }) => receivedAt.toISOString()),
    column(({ source }) => source),
    column(({ method }) => method),
    column(({ path }) => path),
    column(({ query }) => query),
    column(({ headers }) => JSON.stringify(headers)),
    placesOfBodies(batch),
    column(({ ip }) => ip),
    column(({ outcome }) => outcome),
    // Reasons name what senders sent.
    column(({ reason }) => reason && truncate(cleanText(reason), longestReason)),
    column(({ status }) => status),
    column(({ overStatus }) => overStatus),
    column(({ events }) => JSON.stringify(events)),
    column(({ durationMs }) => durationMs),
    ranks(batch),
    batch.map(({ part }) => part),
  ];
}

/** Where the body of each begins among the bodies of all, from 1. */
function placesOfBodies(batch: Intake[]): number[] {
  let end = 1;
  return batch.map(({ request }) => {
    const start = end;
    end += request.body.byteLength;
    return start;
  });
}

/** The place of each counted request among those of its integration in this batch, from 1; 0 where it does not count. */
function ranks(batch: Intake[]): number[] {
  const seen = new Map<string | null, number>();
  return batch.map(({ request, counts }) => {
    if (!counts) return 0;
    const rank = (seen.get(request.integrationId) ?? 0) + 1;
    seen.set(request.integrationId, rank);
    return rank;
  });
}

function eventColumns(places: Place[]) {
  const column = <T>(read: (place: Place) => T) => places.map(read);
  return [
    column(({ intake }) => intake + 1),
    column(({ keyNo }) => keyNo),
    column(({ event }) => event.scope),
    column(({ event }) => event.action),
    column(({ event }) => event.dedupKey),
    column(({ event }) => event.summary),
    column(({ event }) => event.source),
    column(({ event }) => event.severity),
    column(({ event }) => JSON.stringify(event.details)),
    column(({ event }) => JSON.stringify(event.links)),
    column(({ event }) => JSON.stringify(event.images)),
    column(({ event }) => event.occurredAt),
    column(() => newId()),
    column(() => newId()),
    column(() => newId()),
  ];
}

function answersOf(batch: Intake[], places: Place[], rows: Row[]): Ingested[] {
  const answers = batch.map(({ events }): Ingested => ({ verdict: "closed", incidents: events.map(() => null) }));
  // Rows count requests and events from one.
  for (const row of rows) {
    const answer = answers[row.request_no - 1];
    if (!answer) continue;
    answer.verdict = row.late ? "late" : row.over ? "over" : row.open ? "admitted" : "closed";
    if (row.repeat !== null) Object.assign(answer, { verdict: "repeated", reason: row.repeat });
    if (row.ignored_on !== null) (answer.ignoredOn ??= []).push(row.ignored_on);
    const place = row.event_no === null ? undefined : places[row.event_no - 1];
    if (place && row.incident_id) answer.incidents[place.index] = { id: row.incident_id, number: Number(row.number) };
  }
  return answers;
}

/** Whom a stored batch concerns. */
export function topicsOf(batch: Intake[], answers: Ingested[]): string[] {
  const touched = answers.flatMap(({ incidents }) =>
    incidents.flatMap((incident) => (incident ? [`incident:${incident.id}`] : [])),
  );
  const told = answers.flatMap(({ ignoredOn = [] }) => ignoredOn.map((id) => `incident:${id}`));
  const heard = batch.flatMap(({ request }) => (request.integrationId ? [`requests:${request.integrationId}`] : []));
  return [...(touched.length > 0 ? ["outbox", "incidents", ...touched] : []), ...told, ...heard];
}

function minuteOf(now: Date): string {
  return new Date(Math.floor(now.getTime() / 60_000) * 60_000).toISOString();
}
