import { type SQL, sql } from "drizzle-orm";
import { people } from "#db/schema/people";
import { Refusal } from "#lib/refusal";

/**
 * Is there another active admin than this person? As part of the statement that takes an admin away. It locks the admins'
 * rows, so that of two admins removing each other the second waits, looks again, and finds itself the last one.
 */
export function hasOtherAdmin(personId: string): SQL {
  return sql`exists (select 1 from (
    select ${people.id} from ${people}
    where ${people.role} = 'admin' and ${people.disabledAt} is null and ${people.passwordHash} is not null
    order by ${people.id} for update) as admins where admins.id <> ${personId})`;
}

export function lastAdmin(name: string): Refusal {
  return new Refusal("conflict", `${name} is the last active admin. Make somebody else an admin first.`);
}
