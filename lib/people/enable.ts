import { and, eq, isNotNull } from "drizzle-orm";
import { type PersonView, personView } from "#db/queries/people";
import { people } from "#db/schema/people";
import { type By, change } from "#lib/change/change";
import { personNamed } from "#lib/people/person-named";
import { recordPerson } from "#lib/people/record-person";

/** Lets a disabled person sign in again, with the password they had. */
export async function enable(personId: string, by: By): Promise<PersonView> {
  return change(by, async (writing) => {
    const { tx } = writing;
    const [row] = await tx
      .update(people)
      .set({ disabledAt: null })
      .where(and(eq(people.id, personId), isNotNull(people.disabledAt)))
      .returning();
    if (!row) return personNamed(tx, personId);
    const person = personView(row);
    const summary = `${by.actor.name} enabled ${person.name}`;
    recordPerson(writing, {
      action: "person.enabled",
      event: "system.user_updated",
      summary,
      person,
      before: { state: "disabled" },
      after: { state: person.state },
    });
    return person;
  });
}
