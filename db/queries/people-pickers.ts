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

/** To whom each of these incidents is assigned in this transaction, by name; not those that nobody has. */
export async function assigneesOf(tx: Tx, incidentIds: string[]): Promise<Map<string, PersonName[]>> {
  const rows = await tx
    .select({ incidentId: incidents.id, id: people.id, name: people.name })
    .from(incidents)
    .innerJoin(people, sql`${people.id} = any(${incidents.assigneeIds})`)
    .where(inArray(incidents.id, incidentIds))
    .orderBy(asc(people.name), asc(people.id));
  const byIncident = Map.groupBy(rows, ({ incidentId }) => incidentId);
  return new Map([...byIncident].map(([id, some]) => [id, some.map(({ incidentId: _, ...person }) => person)]));
}

async function namesWhere(ids: string[] | undefined): Promise<PersonName[]> {
  return db()
    .select({ id: people.id, name: people.name })
    .from(people)
    .where(and(isNull(people.disabledAt), ids && inArray(people.id, ids)))
    .orderBy(asc(people.name), asc(people.id));
}
