import { and, eq, gt, isNull } from "drizzle-orm";
import { z } from "zod";
import { db } from "#db/client";
import { type PersonView, personView } from "#db/queries/people";
import { invitations, people } from "#db/schema/people";
import type { Tx } from "#db/transaction";
import type { Actor } from "#db/vocabulary";
import { newPasswordInput, reportedTimeZone } from "#lib/auth/input";
import { hashPassword } from "#lib/auth/password";
import { type Change, change } from "#lib/change/change";
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
  return change({ actor: await invitedBy(input.token), now }, async (writing) => {
    const { tx } = writing;
    const personId = await useLink(tx, input.token, now);
    const before = await setPassword(tx, personId, passwordHash);
    if (!before) throw linkIsOver();
    if (before.state === "invited")
      await tx.update(people).set({ timeZone: input.timeZone }).where(eq(people.id, personId));
    await revokeSessionsOf(tx, personId, now);
    const accepted: PersonView = { ...before, state: "active" };
    recordAcceptance(writing, accepted, before);
    return accepted;
  });
}

/** Whom the link was made for: who follows it acts as them. */
async function invitedBy(token: string): Promise<Actor> {
  const [person] = await db()
    .select({ id: people.id, name: people.name })
    .from(invitations)
    .innerJoin(people, eq(people.id, invitations.personId))
    .where(eq(invitations.tokenHash, hashOf(token)));
  if (!person) throw linkIsOver();
  return { kind: "person", ...person };
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

function recordAcceptance(writing: Change, person: PersonView, before: PersonView) {
  const isNew = before.state === "invited";
  const action = isNew ? "person.joined" : "person.password_set";
  const summary = isNew ? `${person.name} accepted the invitation` : `${person.name} set a new password`;
  recordPerson(writing, { action, event: "system.user_updated", summary, person });
}

export function linkIsOver(): Refusal {
  return new Refusal(
    "gone",
    "This link was used already, was replaced by a newer one, or is older than seven days. Ask an admin for a new link.",
  );
}
