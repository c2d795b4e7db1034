import { and, asc, inArray, type SQL } from "drizzle-orm";
import type { PgUpdateSetSource } from "drizzle-orm/pg-core";
import { type IncidentView, incidentBy } from "#db/queries/incidents";
import { lastEntryOf } from "#db/queries/timeline";
import { incidents } from "#db/schema/incidents";
import { type Tx, transaction } from "#db/transaction";
import type { Actor } from "#db/vocabulary";
import { type RecordedKind, recordChange, wakeIncidents } from "#lib/incidents/record-change";
import { Refusal } from "#lib/refusal";

/** Who does something, and when. */
export type By = { actor: Actor; now: Date };

/** What became of a verb: when nothing changed, `by` is who did it before. */
export type Verdict = { incident: IncidentView; changed: boolean; by: { actor: Actor; at: Date } | undefined };

type Details = Record<string, unknown>;

export type Change = {
  kind: RecordedKind;
  /** The incidents it may change; others stay as they are. */
  when?: SQL | undefined;
  set: PgUpdateSetSource<typeof incidents>;
  /** What the timeline says of it; a function reads it after the change, for the ids that changed. */
  details?: Details | ((tx: Tx, changed: string[]) => Promise<Details>);
  /** Goes along in the same transaction, with the ids that changed. */
  along?: (tx: Tx, changed: string[]) => Promise<void>;
};

/** Makes `change` in those of the incidents where it may be made, records it, and returns their ids. */
export async function changeIncidents(ids: string[], change: Change, by: By): Promise<string[]> {
  const changed = await transaction((tx) => changeIn(tx, ids, change, by));
  wakeIncidents(changed);
  return changed;
}

/**
 * Makes `change` in one incident. Where it had been made already the verdict says by whom;
 * `refusal` says why it cannot be made, if so.
 */
export async function changeIncident(
  reference: string,
  change: Change & { refusal?: (incident: IncidentView) => string | undefined },
  by: By,
): Promise<Verdict> {
  const { id } = await known(reference);
  const [changed] = await changeIncidents([id], change, by);
  const incident = await known(id);
  if (changed) return { incident, changed: true, by: { actor: by.actor, at: by.now } };
  const refusal = change.refusal?.(incident);
  if (refusal) throw new Refusal("conflict", refusal);
  return { incident, changed: false, by: await lastEntryOf(id, change.kind) };
}

async function changeIn(tx: Tx, ids: string[], change: Change, { actor, now }: By): Promise<string[]> {
  // Rows lock in the order in which ingest locks them, so that the two cannot deadlock.
  await tx
    .select({ id: incidents.id })
    .from(incidents)
    .where(inArray(incidents.id, ids))
    .orderBy(asc(incidents.dedupScope), asc(incidents.dedupKey), asc(incidents.id))
    .for("update");
  const rows = await tx
    .update(incidents)
    .set({ ...change.set, changedAt: now })
    .where(and(inArray(incidents.id, ids), change.when))
    .returning({ id: incidents.id });
  const changed = rows.map((row) => row.id);
  if (changed.length === 0) return [];
  const details = typeof change.details === "function" ? await change.details(tx, changed) : (change.details ?? {});
  await recordChange(tx, { incidentIds: changed, kind: change.kind, actor, details, now });
  await change.along?.(tx, changed);
  return changed;
}

async function known(reference: string): Promise<IncidentView> {
  const incident = await incidentBy(reference);
  if (!incident) throw new Refusal("not_found", `There is no incident ${reference}. It may have been mistyped.`);
  return incident;
}
