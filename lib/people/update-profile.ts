import { eq } from "drizzle-orm";
import { z } from "zod";
import { type PersonView, personView } from "#db/queries/people";
import { people } from "#db/schema/people";
import { nameInput, timeZoneInput } from "#lib/auth/input";
import { type By, change } from "#lib/change/change";
import { personNamed } from "#lib/people/person-named";
import { recordPerson } from "#lib/people/record-person";
import { Refusal } from "#lib/refusal";

export const profileInput = z.object({ name: nameInput, timeZone: timeZoneInput });

/** Changes what the person says about themselves. */
export async function updateProfile(
  personId: string,
  input: z.output<typeof profileInput>,
  by: By,
): Promise<PersonView> {
  return change(by, async (writing) => {
    const { tx } = writing;
    const { name, timeZone } = await personNamed(tx, personId);
    if (name === input.name && timeZone === input.timeZone) return personNamed(tx, personId);
    const [row] = await tx.update(people).set(input).where(eq(people.id, personId)).returning();
    if (!row) throw new Refusal("not_found", "There is no such person.");
    const person = personView(row);
    const summary = name === input.name ? `${name} changed their time zone` : `${name} is now called ${input.name}`;
    recordPerson(writing, {
      action: "person.updated",
      event: "system.user_updated",
      summary,
      person,
      before: { name, timeZone },
      after: input,
    });
    return person;
  });
}
