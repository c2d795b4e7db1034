import { eq } from "drizzle-orm";
import { cookies } from "next/headers";
import { cache } from "react";
import { db } from "#db/client";
import { people } from "#db/schema/people";
import { knownBrowserCookie, knownBrowserToken } from "#lib/auth/known-browser";
import {
  type Origin,
  type Person,
  personOfToken,
  type StartedSession,
  sessionCookie,
  startSession,
  tokenOf,
} from "#lib/auth/session-token";
import { now } from "#lib/clock";

export type { Person } from "#lib/auth/session-token";

/** Who is signed in, asked of the database once a request; null when nobody is. */
export const currentPerson = cache(async (): Promise<Person | null> => {
  const jar = await cookies();
  return personOfToken(jar.get(sessionCookie().name)?.value, now());
});

/** Signs in a person who has just proved who they are otherwise than by a password. Only in actions and routes. */
export async function enter(personId: string, from: Origin, at: Date): Promise<void> {
  await setSessionCookie(await startSession(db(), personId, from, at), at);
}

/** Gives the browser the cookie of a session that was just started, and remembers it. Only in actions and routes. */
export async function setSessionCookie(session: StartedSession, at: Date): Promise<void> {
  const { name, options } = sessionCookie();
  (await cookies()).set(name, await tokenOf(session), { ...options, expires: session.expiresAt });
  await rememberBrowser(session.personId, at);
}

/** Notes in the browser that it has proved the person's present password: strangers' guesses then cannot keep it out. */
export async function rememberBrowser(personId: string, at: Date): Promise<void> {
  const [account] = await db()
    .select({ id: people.id, passwordHash: people.passwordHash })
    .from(people)
    .where(eq(people.id, personId));
  const { name, options } = knownBrowserCookie();
  if (account) (await cookies()).set(name, knownBrowserToken(account, at), options);
}

/** Takes the session cookie from the browser. Only in actions and routes. */
export async function dropSessionCookie(): Promise<void> {
  const { name, options } = sessionCookie();
  (await cookies()).set(name, "", { ...options, expires: new Date(0) });
}
