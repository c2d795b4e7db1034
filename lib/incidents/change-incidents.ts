import { and, asc, inArray, type SQL } from "drizzle-orm";
import type { PgUpdateSetSource } from "drizzle-orm/pg-core";
import { type IncidentView, incidentBy } from "#db/queries/incidents";
import { lastEntryOf } from "#db/queries/timeline";
import { incidents } from "#db/schema/incidents";
import type { Tx } from "#db/transaction";
import type { Actor } from "#db/vocabulary";
import { type By, type Change, change } from "#lib/change/change";
import { type RecordedKind, recordChange } from "#lib/incidents/record-change";
import { Refusal } from "#lib/refusal";

/** What became of a verb: when nothing changed, `by` is who did it before. */
export type Verdict = { incident: IncidentView; changed: boolean; by: { actor: Actor; at: Date } | undefined };

type Details = Record<string, unknown>;

/** What a verb does to incidents. */
export type IncidentChange = {
  kind: RecordedKind;
  /** The incidents it may change; others stay as they are. */
  when?: SQL | undefined;
  set: PgUpdateSetSource<typeof incidents>;
  /** What the timeline says of it; a function reads it after the change, for each of the ids that changed. */
  details?: Details | ((tx: Tx, changed: string[]) => Promise<(id: string) => Details>);
};

/** Makes the change in those of the incidents where it may be made, records it, and returns their ids. */
export async function changeIncidents(ids: string[], wanted: IncidentChange, by: By): Promise<string[]> {
  return change(by, (writing) => changeIn(writing, ids, wanted));
}

/**
 * Makes the change in one incident. Where it had been made already the verdict says by whom;
 * `refusal` says why it cannot be made, if so.
 */
export async function changeIncident(
  reference: string,
  wanted: IncidentChange & { refusal?: (incident: IncidentView) => string | undefined },
  by: By,
): Promise<Verdict> {
  const { id } = await known(reference);
  const [changed] = await changeIncidents([id], wanted, by);
  const incident = await known(id);
  if (changed) return { incident, changed: true, by: { actor: by.actor, at: by.now } };
  const refusal = wanted.refusal?.(incident);
  if (refusal) throw new Refusal("conflict", refusal);
  return { incident, changed: false, by: await lastEntryOf(id, wanted.kind) };
}

async function changeIn(writing: Change, ids: string[], wanted: IncidentChange): Promise<string[]> {
  const { tx, by } = writing;
  // Rows lock in the order in which ingest locks them, so that the two cannot deadlock.
  await tx
    .select({ id: incidents.id })
    .from(incidents)
    .where(inArray(incidents.id, ids))
    .orderBy(asc(incidents.dedupScope), asc(incidents.dedupKey), asc(incidents.id))
    .for("update");
  const rows = await tx
    .update(incidents)
    .set({ ...wanted.set, changedAt: by.now })
    .where(and(inArray(incidents.id, ids), wanted.when))
    .returning({ id: incidents.id });
  const changed = rows.map((row) => row.id);
  if (changed.length === 0) return [];
  const { details: said = {} } = wanted;
  const details = typeof said === "function" ? await said(tx, changed) : () => said;
  await recordChange(writing, changed, wanted.kind, details);
  return changed;
}

async function known(reference: string): Promise<IncidentView> {
  const incident = await incidentBy(reference);
  if (!incident) throw new Refusal("not_found", `There is no incident ${reference}. It may have been mistyped.`);
  return incident;
}
