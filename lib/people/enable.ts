import { and, eq, isNotNull } from "drizzle-orm";
import { type PersonView, personView } from "#db/queries/people";
import { people } from "#db/schema/people";
import { transaction } from "#db/transaction";
import type { Actor } from "#db/vocabulary";
import { wake } from "#lib/live/wake";
import { personNamed } from "#lib/people/person-named";
import { recordPerson } from "#lib/people/record-person";

/** Lets a disabled person sign in again, with the password they had. */
export async function enable(personId: string, by: { actor: Actor; now: Date }): Promise<PersonView> {
  const enabled = await transaction(async (tx) => {
    const [row] = await tx
      .update(people)
      .set({ disabledAt: null })
      .where(and(eq(people.id, personId), isNotNull(people.disabledAt)))
      .returning();
    if (!row) return personNamed(tx, personId);
    const person = personView(row);
    const summary = `${by.actor.name} enabled ${person.name}`;
    await recordPerson(
      tx,
      {
        action: "person.enabled",
        event: "system.user_updated",
        summary,
        person,
        before: { state: "disabled" },
        after: { state: person.state },
      },
      by,
    );
    return person;
  });
  wake("people", "outbox");
  return enabled;
}
