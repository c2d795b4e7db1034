import { and, asc, inArray, isNull, sql } from "drizzle-orm";
import { db } from "#db/client";
import { incidents } from "#db/schema/incidents";
import { people } from "#db/schema/people";
import type { Tx } from "#db/transaction";

export type PersonName = { id: string; name: string };

/** Everybody who can be given an incident, by name. */
export async function assignablePeople(): Promise<PersonName[]> {
  return namesWhere(undefined);
}

/** Those of `ids` who exist and were not disabled, by name. */
export async function activePeople(ids: string[]): Promise<PersonName[]> {
  return ids.length === 0 ? [] : namesWhere(ids);
}

/** To whom these incidents are assigned in this transaction, by name. */
export async function assigneesOf(tx: Tx, incidentIds: string[]): Promise<PersonName[]> {
  const assigned = tx
    .select({ id: sql<string>`unnest(${incidents.assigneeIds})` })
    .from(incidents)
    .where(inArray(incidents.id, incidentIds));
  return tx
    .select({ id: people.id, name: people.name })
    .from(people)
    .where(inArray(people.id, assigned))
    .orderBy(asc(people.name), asc(people.id));
}

async function namesWhere(ids: string[] | undefined): Promise<PersonName[]> {
  return db()
    .select({ id: people.id, name: people.name })
    .from(people)
    .where(and(isNull(people.disabledAt), ids && inArray(people.id, ids)))
    .orderBy(asc(people.name), asc(people.id));
}
