import { and, asc, inArray, isNull } from "drizzle-orm";
import { db } from "#db/client";
import { people } from "#db/schema/people";

export type PersonName = { id: string; name: string };

/** Everybody who can be given an incident, by name. */
export async function assignablePeople(): Promise<PersonName[]> {
  return namesWhere(undefined);
}

/** Those of `ids` who exist and were not disabled, by name. */
export async function activePeople(ids: string[]): Promise<PersonName[]> {
  return ids.length === 0 ? [] : namesWhere(ids);
}

async function namesWhere(ids: string[] | undefined): Promise<PersonName[]> {
  return db()
    .select({ id: people.id, name: people.name })
    .from(people)
    .where(and(isNull(people.disabledAt), ids && inArray(people.id, ids)))
    .orderBy(asc(people.name), asc(people.id));
}
