import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { db } from "#db/client";
import { people } from "#db/schema/people";
import { actorOf } from "#lib/auth/actor-of";
import { newPasswordInput } from "#lib/auth/input";
import { hashPassword, isPassword, longestPassword } from "#lib/auth/password";
import type { Origin, Person } from "#lib/auth/session-token";
import { countAttempt, forgive } from "#lib/auth/throttle";
import { change } from "#lib/change/change";
import { revokeSessionsOf } from "#lib/people/revoke-sessions";
import { Refusal } from "#lib/refusal";

export const changePasswordInput = z.object({
  current: z
    .string()
    .min(1, "Enter your present password.")
    .max(longestPassword, `Use at most ${longestPassword} characters.`),
  next: newPasswordInput,
});

/** Replaces the person's own password and signs them out everywhere else. Wrong guesses count as failed sign-ins. */
export async function changePassword(
  person: Person,
  input: z.output<typeof changePasswordInput>,
  { from, now }: { from: Origin; now: Date },
): Promise<void> {
  // Who is signed in is kept out by nobody's guesses but their own.
  const attempt = { email: person.email, address: from.ip, knownBrowser: person.sessionId };
  await countAttempt(attempt, now);
  const [row] = await db().select({ stored: people.passwordHash }).from(people).where(eq(people.id, person.id));
  if (!row?.stored || !(await isPassword(input.current, row.stored)))
    throw wrongField("current", "This is not your present password.");
  await forgive(attempt, now);
  await replace(person, { old: row.stored, next: await hashPassword(input.next) }, now);
}

async function replace(person: Person, hashes: { old: string; next: string }, now: Date) {
  await change({ actor: actorOf(person), now }, async ({ tx, audit, wake }) => {
    const changed = await tx
      .update(people)
      .set({ passwordHash: hashes.next })
      .where(and(eq(people.id, person.id), eq(people.passwordHash, hashes.old)))
      .returning({ id: people.id });
    if (changed.length === 0)
      throw new Refusal("conflict", "The password was changed elsewhere a moment ago. Sign in again.");
    await revokeSessionsOf(tx, person.id, now, person.sessionId);
    audit("person.password_changed", { type: "person", id: person.id });
    wake("people");
  });
}

function wrongField(field: string, text: string): Refusal {
  return new Refusal("invalid", text, { fields: { [field]: text } });
}
