import { sql } from "drizzle-orm";
import { z } from "zod";
import { db } from "#db/client";
import { people } from "#db/schema/people";
import { knownBrowserOf } from "#lib/auth/known-browser";
import { isPassword, longestPassword } from "#lib/auth/password";
import { type Origin, type StartedSession, startSession } from "#lib/auth/session-token";
import { countAttempt, forgive } from "#lib/auth/throttle";
import { Refusal } from "#lib/refusal";
import { storable } from "#lib/text";

export const signInInput = z.object({
  email: z
    .string()
    .overwrite(storable)
    .trim()
    .min(1, "Enter your e-mail address.")
    .max(254, "Use at most 254 characters."),
  password: z
    .string()
    .min(1, "Enter your password.")
    .max(longestPassword, `Use at most ${longestPassword} characters.`),
});

/** Checks e-mail and password and starts a session. Says the same, and takes as long, whether or not the e-mail is known. */
export async function signIn(
  input: z.output<typeof signInInput>,
  { from, now }: { from: Origin; now: Date },
): Promise<StartedSession> {
  const person = await findByEmail(input.email);
  const knownBrowser = knownBrowserOf(from.knownBrowser, person, now);
  const attempt = { email: input.email, address: from.ip, knownBrowser };
  await countAttempt(attempt, now);
  const isRight = await isPassword(input.password, person?.passwordHash ?? null);
  if (!person || !isRight) throw new Refusal("unauthenticated", "The e-mail address or the password is wrong.");
  await forgive(attempt, now);
  if (person.disabledAt)
    throw new Refusal("forbidden", "Your account is disabled. Ask an admin of your company to enable it.");
  return startSession(db(), person.id, from, now);
}

async function findByEmail(email: string) {
  const [found] = await db()
    .select({ id: people.id, passwordHash: people.passwordHash, disabledAt: people.disabledAt })
    .from(people)
    .where(sql`lower(${people.email}) = ${email.toLowerCase()}`);
  return found;
}
