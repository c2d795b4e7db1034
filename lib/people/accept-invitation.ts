import { and, eq, gt, isNull } from "drizzle-orm";
import { z } from "zod";
import { type PersonView, personView } from "#db/queries/people";
import { invitations, people } from "#db/schema/people";
import { type Tx, transaction } from "#db/transaction";
import { actorOf } from "#lib/auth/actor-of";
import { newPasswordInput, reportedTimeZone } from "#lib/auth/input";
import { hashPassword } from "#lib/auth/password";
import { wake } from "#lib/live/wake";
import { recordPerson } from "#lib/people/record-person";
import { revokeSessionsOf } from "#lib/people/revoke-sessions";
import { Refusal } from "#lib/refusal";
import { hashOf } from "#lib/seal";

export const acceptInput = z.object({
  token: z.string().max(200),
  password: newPasswordInput,
  timeZone: reportedTimeZone,
});

/** Sets the password of whom the link was made for, once. Whoever was signed in as them before is signed out. */
export async function acceptInvitation(
  input: z.output<typeof acceptInput>,
  { now }: { now: Date },
): Promise<PersonView> {
  const passwordHash = await hashPassword(input.password);
  const person = await transaction(async (tx) => {
    const personId = await useLink(tx, input.token, now);
    const before = await setPassword(tx, personId, passwordHash);
    if (!before) throw linkIsOver();
    if (before.state === "invited")
      await tx.update(people).set({ timeZone: input.timeZone }).where(eq(people.id, personId));
    await revokeSessionsOf(tx, personId, now);
    const accepted: PersonView = { ...before, state: "active" };
    await recordAcceptance(tx, accepted, before, now);
    return accepted;
  });
  wake("people", "outbox");
  return person;
}

/** Marks the link as used; of two people following it at once, one gets through. */
async function useLink(tx: Tx, token: string, now: Date): Promise<string> {
  const [used] = await tx
    .update(invitations)
    .set({ usedAt: now })
    .where(and(eq(invitations.tokenHash, hashOf(token)), isNull(invitations.usedAt), gt(invitations.expiresAt, now)))
    .returning({ personId: invitations.personId });
  if (!used) throw linkIsOver();
  return used.personId;
}

/** Returns the person as they were before. */
async function setPassword(tx: Tx, personId: string, passwordHash: string): Promise<PersonView | null> {
  const [row] = await tx
    .select()
    .from(people)
    .where(and(eq(people.id, personId), isNull(people.disabledAt)))
    .for("update");
  if (!row) return null;
  await tx.update(people).set({ passwordHash }).where(eq(people.id, personId));
  return personView(row);
}

async function recordAcceptance(tx: Tx, person: PersonView, before: PersonView, now: Date) {
  const isNew = before.state === "invited";
  const action = isNew ? "person.joined" : "person.password_set";
  const summary = isNew ? `${person.name} accepted the invitation` : `${person.name} set a new password`;
  await recordPerson(tx, { action, event: "system.user_updated", summary, person }, { actor: actorOf(person), now });
}

export function linkIsOver(): Refusal {
  return new Refusal(
    "gone",
    "This link was used already, was replaced by a newer one, or is older than seven days. Ask an admin for a new link.",
  );
}
