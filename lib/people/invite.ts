import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import { newId } from "#db/id";
import { type PersonView, personView } from "#db/queries/people";
import { people } from "#db/schema/people";
import type { Tx } from "#db/transaction";
import { roles } from "#db/vocabulary";
import { emailInput, nameInput } from "#lib/auth/input";
import { roleTexts } from "#lib/auth/roles";
import { type By, change } from "#lib/change/change";
import { makeInvitationLink } from "#lib/people/invitation-link";
import { recordPerson } from "#lib/people/record-person";
import { Refusal } from "#lib/refusal";

export const inviteInput = z.object({ name: nameInput, email: emailInput, role: z.enum(roles, "Choose a role.") });

/** Adds a person who is not here yet, and makes the link by which they choose a password. The token is shown once. */
export async function invite(
  input: z.output<typeof inviteInput>,
  by: By,
): Promise<{ person: PersonView; token: string }> {
  const { actor, now } = by;
  return change(by, async (writing) => {
    const { tx } = writing;
    const [row] = await tx
      .insert(people)
      .values({ id: newId(), ...input, createdAt: now })
      .onConflictDoNothing()
      .returning();
    if (!row) throw await alreadyHere(tx, input.email);
    const person = personView(row);
    const token = await makeInvitationLink(tx, person.id, now);
    const summary = `${actor.name} invited ${person.name} as ${roleTexts[person.role].label}`;
    recordPerson(writing, { action: "person.invited", event: "system.user_created", summary, person, after: input });
    return { person, token };
  });
}

async function alreadyHere(tx: Tx, email: string): Promise<Refusal> {
  const [person] = await tx
    .select()
    .from(people)
    .where(eq(sql`lower(${people.email})`, email));
  const text = person?.disabledAt
    ? `${person.name} already has this address and is disabled. Enable them instead.`
    : `${person?.name ?? "Somebody"} already has this address.`;
  return new Refusal("conflict", text, { fields: { email: text } });
}
