import type { Action, Outcome, Severity } from "#db/vocabulary";
import { sql } from "#db/client";
import type { Image, Link, ReadEvent } from "#db/schema/incidents";
import type { Actor } from "#lib/actor";
import { newId } from "#lib/id";
import { ingestStatement } from "#lib/incidents/ingest-statement";
import { wake } from "#lib/live/wake";

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
  /** The status answered instead when the request is over the limit. */
  overStatus: number;
  events: ReadEvent[];
  durationMs: number;
};

/** An event ready to be stored: cleaned, with a key of at most 255 characters and a severity. */
export type ReadyEvent = {
  scope: string;
  action: Action;
  dedupKey: string;
  summary: string;
  source: string;
  severity: Severity;
  details: Record<string, unknown>;
  links: Link[];
  images: Image[];
  occurredAt: string | null;
};

/**
 * What goes into the database together. All events of one dedup key have one action; a request that asks for more
 * comes in several parts, of which the first (0) keeps the request.
 */
export type Intake = { request: ReceivedRequest; part: number; counts: boolean; events: ReadyEvent[] };

/** `closed`: the integration was disabled meanwhile. `over`: past its limit; only resolves were applied. */
export type Ingested = { verdict: "admitted" | "closed" | "over"; incidents: ({ id: string; number: number } | null)[] };

type Row = { request_id: string; open: boolean; over: boolean; ord: number | null; incident_id: string | null; number: string | null };

/** Stores a batch in one statement and one commit; resolves after the commit, with one answer for each intake in order. */
export async function ingest(batch: Intake[], now: Date): Promise<Ingested[]> {
  const places = eventPlaces(batch);
  const rows = await sql().unsafe<Row[]>(ingestStatement, [now.toISOString(), minuteOf(now), ...requestColumns(batch), ...eventColumns(places)], {
    prepare: true,
  });
  const answers = answersOf(batch, places, rows);
  wake(...topicsOf(batch, answers));
  return answers;
}

type Place = { intake: number; index: number; requestId: string; event: ReadyEvent };

function eventPlaces(batch: Intake[]): Place[] {
  return batch.flatMap((intake, at) => intake.events.map((event, index) => ({ intake: at, index, requestId: intake.request.id, event })));
}

function requestColumns(batch: Intake[]) {
  const column = <T>(read: (intake: Intake) => T) => batch.map(read);
  return [
    column(({ request }) => request.id),
    column(({ request }) => request.integrationId),
    column(({ request }) => request.serviceId),
    column(({ request }) => request.actor.kind),
    column(({ request }) => request.actor.name),
    column(({ request }) => request.receivedAt.toISOString()),
    column(({ request }) => request.source),
    column(({ request }) => request.method),
    column(({ request }) => request.path),
    column(({ request }) => request.query),
    column(({ request }) => JSON.stringify(request.headers)),
    column(({ request }) => Buffer.from(request.body).toString("hex")),
    column(({ request }) => request.ip),
    column(({ request }) => request.outcome),
    column(({ request }) => request.reason),
    column(({ request }) => request.status),
    column(({ request }) => request.overStatus),
    column(({ request }) => JSON.stringify(request.events)),
    column(({ request }) => request.durationMs),
    ranks(batch),
    column(({ part }) => part),
  ];
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
  const column = <T>(read: (place: Place, ord: number) => T) => places.map(read);
  return [
    column((_, ord) => ord),
    column(({ requestId }) => requestId),
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
  const answers = new Map<string, Ingested>();
  for (const { request, events } of batch) answers.set(request.id, { verdict: "admitted", incidents: events.map(() => null) });
  for (const row of rows) {
    const answer = answers.get(row.request_id);
    if (!answer) continue;
    if (!row.open) answer.verdict = "closed";
    else if (row.over) answer.verdict = "over";
    const place = row.ord === null ? undefined : places[row.ord];
    if (place && row.incident_id) answer.incidents[place.index] = { id: row.incident_id, number: Number(row.number) };
  }
  return batch.map(({ request, events }) => answers.get(request.id) ?? { verdict: "closed", incidents: events.map(() => null) });
}

function topicsOf(batch: Intake[], answers: Ingested[]): string[] {
  const touched = answers.flatMap(({ incidents }) => incidents.flatMap((incident) => (incident ? [`incident:${incident.id}`] : [])));
  const heard = batch.flatMap(({ request }) => (request.integrationId ? [`requests:${request.integrationId}`] : []));
  return touched.length > 0 ? ["outbox", "incidents", ...touched, ...heard] : heard;
}

function minuteOf(now: Date): string {
  return new Date(Math.floor(now.getTime() / 60_000) * 60_000).toISOString();
}
