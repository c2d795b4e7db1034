import { and, eq, isNull, or, sql } from "drizzle-orm";
import { db } from "#db/client";
import { isUuid } from "#db/id";
import { people } from "#db/schema/people";
import type { NamedResponder } from "#lib/reading/opsgenie-alert";
import { Refusal } from "#lib/refusal";

/** The person whom a client names as owner: by the id here, or by Opsgenie's user name, which is an email address. */
export async function ownerOf({ id, username, name }: NamedResponder): Promise<string> {
  const email = username ?? name ?? id ?? "";
  const [person] = await db()
    .select({ id: people.id })
    .from(people)
    .where(
      and(
        isNull(people.disabledAt),
        or(
          eq(sql`lower(${people.email})`, email.toLowerCase()),
          id !== undefined && isUuid(id) ? eq(people.id, id) : undefined,
        ),
      ),
    )
    .limit(1);
  if (person) return person.id;
  throw new Refusal("not_found", `There is no person ${email} who can sign in to Tocsin.`);
}
