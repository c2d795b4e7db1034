import { z } from "zod";
import { newId } from "#db/id";
import { type PersonView, personView } from "#db/queries/people";
import { companies, people } from "#db/schema/people";
import { emailInput, nameInput, newPasswordInput, reportedTimeZone } from "#lib/auth/input";
import { hashPassword } from "#lib/auth/password";
import { change } from "#lib/change/change";
import { recordPerson } from "#lib/people/record-person";

export const setUpInput = z.object({
  company: nameInput,
  name: nameInput,
  email: emailInput,
  password: newPasswordInput,
  timeZone: reportedTimeZone,
});

/** Makes the company and its first admin; null when somebody else did it first, then or long ago. */
export async function setUp(input: z.output<typeof setUpInput>, { now }: { now: Date }): Promise<PersonView | null> {
  const passwordHash = await hashPassword(input.password);
  const { name, email, timeZone } = input;
  const id = newId();
  return change({ actor: { kind: "person", id, name }, now }, async (writing) => {
    const { tx } = writing;
    // The primary key lets one of any number of first runs through; the others wait for it here and get no row.
    const [company] = await tx
      .insert(companies)
      .values({ name: input.company, createdAt: now })
      .onConflictDoNothing()
      .returning();
    if (!company) return null;
    const [row] = await tx
      .insert(people)
      .values({ id, name, email, role: "admin", passwordHash, timeZone, createdAt: now })
      .returning();
    if (!row) throw new Error("The first admin was not written.");
    const person = personView(row);
    const summary = `${name} set up Tocsin for ${company.name}`;
    const after = { company: company.name, email };
    recordPerson(writing, { action: "company.set_up", event: "system.user_created", summary, person, after });
    return person;
  });
}
