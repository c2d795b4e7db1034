import { sql } from "#db/client";
import type { Sql } from "#db/sql";
import { onceMoreAfterClash } from "#db/transaction";
import { wake } from "#lib/change/wake";
import type { Ingested, Intake } from "#lib/incidents/intake";
import { isPlain } from "#lib/incidents/is-plain";
import { rememberOver, wasOver } from "#lib/incidents/over-limit";
import { storePlain } from "#lib/incidents/store-plain";
import { storeWhole } from "#lib/incidents/store-whole";

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
 * that looked plain and are not, and those whose keys belong elsewhere by now, follow in a statement of their own: when that
 * fails it throws PartlyStored.
 */
export async function ingest(batch: Intake[], now: Date): Promise<Ingested[]> {
  if (!batch.every((intake) => isPlain(intake) && !wasOver(intake, now))) return ingestWhole(batch, now);
  const { answers, left } = await onceMoreAfterClash(() => storePlain(sql(), batch, now));
  if (left.length === batch.length) return ingestWhole(batch, now);
  wake(...topicsOf(batch, answers));
  return left.length === 0 ? answers : ingestLeft(batch, { answers, left }, now);
}

/** The same within a transaction of the caller, who wakes `topicsOf` it after the commit. */
export async function ingestWithin(pg: Sql, batch: Intake[], now: Date): Promise<Ingested[]> {
  const { answers, moved } = await storeWhole(pg, batch, now);
  for (const [at, intake] of moved) answers.splice(at, 1, ...(await ingestWithin(pg, [intake], now)));
  return answers;
}

/** The rest of a batch of which all else is stored. */
async function ingestLeft(
  batch: Intake[],
  { answers, left }: { answers: Ingested[]; left: number[] },
  now: Date,
): Promise<Ingested[]> {
  const all: (Ingested | undefined)[] = [...answers];
  const rest = left.flatMap((at) => batch[at] ?? []);
  try {
    const again = await ingestWhole(rest, now);
    for (const [place, at] of left.entries()) all[at] = again[place];
  } catch (error) {
    const isPartly = error instanceof PartlyStored;
    for (const [place, at] of left.entries()) all[at] = isPartly ? error.answers[place] : undefined;
    throw new PartlyStored(all, isPartly ? error.cause : error);
  }
  return all.flatMap((answer) => answer ?? []);
}

async function ingestWhole(batch: Intake[], now: Date): Promise<Ingested[]> {
  const { answers, moved } = await onceMoreAfterClash(() => storeWhole(sql(), batch, now));
  rememberOver(batch, answers, now);
  wake(...topicsOf(batch, answers));
  const failed = new Map<number, unknown>();
  for (const [at, intake] of moved)
    await ingestWhole([intake], now).then(
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

/** Whom a stored batch concerns. */
export function topicsOf(batch: Intake[], answers: Ingested[]): string[] {
  const touched = answers.flatMap(({ incidents }) =>
    incidents.flatMap((incident) => (incident ? [`incident:${incident.id}`] : [])),
  );
  const told = answers.flatMap(({ ignoredOn = [] }) => ignoredOn.map((id) => `incident:${id}`));
  const heard = batch.flatMap(({ origin }) => (origin.integrationId ? [`requests:${origin.integrationId}`] : []));
  return [...(touched.length > 0 ? ["outbox", "incidents", ...touched] : []), ...told, ...heard];
}
