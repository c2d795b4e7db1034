import { z } from "zod";
import { bigint } from "#db/row-types";
import type { Sql } from "#db/sql";
import { parametersOf, placed, usual } from "#lib/incidents/ingest-parameters";
import type { Ingested, Intake } from "#lib/incidents/intake";
import { plainStatement } from "#lib/incidents/plain-statement";

const storedRow = z.object({
  request_no: z.number(),
  event_no: z.number().nullable(),
  incident_id: z.string().nullable(),
  number: bigint.nullable(),
});

/** Stores a batch that looks plain. `left` are the places of those that were found not to be: of them nothing was stored. */
export async function storePlain(
  pg: Sql,
  batch: Intake[],
  now: Date,
): Promise<{ answers: Ingested[]; left: number[] }> {
  const inPlace = placed(batch, now);
  const rows = await pg.text(storedRow, plainStatement, parametersOf(usual, inPlace));
  const answers = batch.map(({ events }): Ingested => ({ verdict: "admitted", incidents: events.map(() => null) }));
  const stored = new Set<number>();
  // Rows count requests and events from one.
  for (const { request_no, event_no, incident_id: id, number } of rows) {
    stored.add(request_no - 1);
    const place = inPlace.events[(event_no ?? 0) - 1];
    if (place && id) answers[request_no - 1]?.incidents.splice(place.index, 1, { id, number: Number(number) });
  }
  return { answers, left: [...batch.keys()].filter((at) => !stored.has(at)) };
}
