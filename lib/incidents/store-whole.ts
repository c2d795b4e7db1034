import { z } from "zod";
import { bigint } from "#db/row-types";
import type { Sql } from "#db/sql";
import type { PlacedEvent } from "#lib/incidents/ingest-columns";
import { everything, parametersOf, placed } from "#lib/incidents/ingest-parameters";
import { ingestStatement } from "#lib/incidents/ingest-statement";
import type { Ingested, Intake } from "#lib/incidents/intake";

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

/** `moved` are the intakes, by their place, whose keys belong elsewhere by now, with these keys: of them nothing was stored. */
type Stored = { answers: Ingested[]; moved: [at: number, intake: Intake][] };

/** Stores a batch with the statement that knows everything. */
export async function storeWhole(pg: Sql, batch: Intake[], now: Date): Promise<Stored> {
  const inPlace = placed(batch, now);
  const rows = await pg.text(ingestedRow, ingestStatement, parametersOf(everything, inPlace));
  // Those that are moved follow one at a time, as keys of several that were apart may be the same now.
  return { answers: answersOf(batch, inPlace.events, rows), moved: movedIn(batch, rows) };
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
