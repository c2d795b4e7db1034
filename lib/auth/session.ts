import { cookies } from "next/headers";
import { cache } from "react";
import { db } from "#db/client";
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
  await setSessionCookie(await startSession(db(), personId, from, at));
}

/** Gives the browser the cookie of a session that was just started. Only in actions and routes. */
export async function setSessionCookie(session: StartedSession): Promise<void> {
  const { name, options } = sessionCookie();
  (await cookies()).set(name, await tokenOf(session), { ...options, expires: session.expiresAt });
}

/** Takes the session cookie from the browser. Only in actions and routes. */
export async function dropSessionCookie(): Promise<void> {
  const { name, options } = sessionCookie();
  (await cookies()).set(name, "", { ...options, expires: new Date(0) });
}
