import { z } from "zod";
import { sql } from "#db/client";
import { bigint } from "#db/row-types";
import type { Sql } from "#db/sql";
import { onceMoreAfterClash } from "#db/transaction";
import type { PlacedEvent } from "#lib/incidents/ingest-columns";
import { parametersOf, placedEvents } from "#lib/incidents/ingest-parameters";
import { ingestStatement } from "#lib/incidents/ingest-statement";
import type { Ingested, Intake } from "#lib/incidents/intake";
import { wake } from "#lib/live/wake";

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
  const events = placedEvents(batch);
  const rows = await pg.text(ingestedRow, ingestStatement, parametersOf(batch, events, now));
  // Those that are moved follow one at a time, as keys of several that were apart may be the same now.
  return { answers: answersOf(batch, events, rows), moved: movedIn(batch, rows) };
}

function movedIn(batch: Intake[], rows: Row[]): Stored["moved"] {
  return rows.flatMap(({ request_no, scope }): Stored["moved"] => {
    const intake = batch[request_no - 1];
    if (!intake || scope === null) return [];
    return [[request_no - 1, { ...intake, events: intake.events.map((event) => ({ ...event, scope })) }]];
  });
}

function answersOf(batch: Intake[], events: PlacedEvent[], rows: Row[]): Ingested[] {
  const answers = batch.map((intake): Ingested => ({ verdict: "closed", incidents: intake.events.map(() => null) }));
  // Rows count requests and events from one.
  for (const row of rows) {
    const answer = answers[row.request_no - 1];
    if (!answer) continue;
    answer.verdict = row.late ? "late" : row.over ? "over" : row.open ? "admitted" : "closed";
    if (row.repeat !== null) Object.assign(answer, { verdict: "repeated", reason: row.repeat });
    if (row.ignored_on !== null) (answer.ignoredOn ??= []).push(row.ignored_on);
    const place = row.event_no === null ? undefined : events[row.event_no - 1];
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
  const heard = batch.flatMap(({ origin }) => (origin.integrationId ? [`requests:${origin.integrationId}`] : []));
  return [...(touched.length > 0 ? ["outbox", "incidents", ...touched] : []), ...told, ...heard];
}
