import { eq } from "drizzle-orm";
import { z } from "zod";
import { type PersonView, personView } from "#db/queries/people";
import { people } from "#db/schema/people";
import { transaction } from "#db/transaction";
import type { Actor } from "#db/vocabulary";
import { nameInput, timeZoneInput } from "#lib/auth/input";
import { wake } from "#lib/live/wake";
import { personNamed } from "#lib/people/person-named";
import { recordPerson } from "#lib/people/record-person";
import { Refusal } from "#lib/refusal";

export const profileInput = z.object({ name: nameInput, timeZone: timeZoneInput });

/** Changes what the person says about themselves. */
export async function updateProfile(
  personId: string,
  input: z.output<typeof profileInput>,
  by: { actor: Actor; now: Date },
): Promise<PersonView> {
  const updated = await transaction(async (tx) => {
    const { name, timeZone } = await personNamed(tx, personId);
    if (name === input.name && timeZone === input.timeZone) return personNamed(tx, personId);
    const [row] = await tx.update(people).set(input).where(eq(people.id, personId)).returning();
    if (!row) throw new Refusal("not_found", "There is no such person.");
    const person = personView(row);
    const summary = name === input.name ? `${name} changed their time zone` : `${name} is now called ${input.name}`;
    await recordPerson(
      tx,
      {
        action: "person.updated",
        event: "system.user_updated",
        summary,
        person,
        before: { name, timeZone },
        after: input,
      },
      by,
    );
    return person;
  });
  wake("people", "outbox");
  return updated;
}
