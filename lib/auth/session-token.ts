import { hkdfSync } from "node:crypto";
import { and, eq, gt, isNull, lt } from "drizzle-orm";
import { decode, encode } from "next-auth/jwt";
import { z } from "zod";
import { type Db, db } from "#db/client";
import { newId } from "#db/id";
import { people, sessions } from "#db/schema/people";
import type { Tx } from "#db/transaction";
import type { Role } from "#db/vocabulary";
import { env } from "#lib/env";

export const sessionHours = 12;
const seenEveryMs = 60_000;
const keptAfterEndMs = 30 * 24 * 3_600_000;

/** Somebody who is signed in, as the database knows them now. */
export type Person = { id: string; name: string; email: string; role: Role; timeZone: string; sessionId: string };

/** Where a request comes from, as kept with the session. `knownBrowser` is the cookie of one that signed in before. */
export type Origin = { ip: string; userAgent: string; knownBrowser?: string | undefined };

export type StartedSession = { id: string; personId: string; expiresAt: Date };

/** Writes the row that a session cookie points at. */
export async function startSession(tx: Db | Tx, personId: string, from: Origin, now: Date): Promise<StartedSession> {
  const started = { id: newId(), personId, expiresAt: new Date(now.getTime() + sessionHours * 3_600_000) };
  await tx
    .delete(sessions)
    .where(and(eq(sessions.personId, personId), lt(sessions.expiresAt, new Date(now.getTime() - keptAfterEndMs))));
  await tx
    .insert(sessions)
    .values({ ...started, createdAt: now, lastSeenAt: now, ip: from.ip, userAgent: from.userAgent.slice(0, 400) });
  return started;
}

/** The cookie's value: an encrypted token that carries nothing but which session it is. */
export function tokenOf(session: StartedSession): Promise<string> {
  return encode({
    token: { sub: session.personId, sid: session.id },
    secret: sessionSecret(),
    maxAge: sessionHours * 3600,
  });
}

/** Who is signed in by this cookie value, or null when it is none of ours, or its session has ended. */
export async function personOfToken(token: string | undefined, now: Date): Promise<Person | null> {
  const sessionId = token && (await sessionIdOf(token));
  return sessionId ? personOfSession(sessionId, now) : null;
}

/** Who the session belongs to, or null when it is revoked or over, or the person disabled. */
export async function personOfSession(sessionId: string, now: Date): Promise<Person | null> {
  const [found] = await db()
    .select({
      id: people.id,
      name: people.name,
      email: people.email,
      role: people.role,
      timeZone: people.timeZone,
      sessionId: sessions.id,
      seenAt: sessions.lastSeenAt,
    })
    .from(sessions)
    .innerJoin(people, eq(people.id, sessions.personId))
    .where(
      and(
        eq(sessions.id, sessionId),
        isNull(sessions.revokedAt),
        gt(sessions.expiresAt, now),
        isNull(people.disabledAt),
      ),
    );
  if (!found) return null;
  const { seenAt, ...person } = found;
  if (now.getTime() - seenAt.getTime() > seenEveryMs) await noteSeen(sessionId, now);
  return person;
}

/** The key that next-auth encrypts cookies and signs CSRF tokens with. */
export function sessionSecret(): string {
  return Buffer.from(hkdfSync("sha256", env().TOCSIN_SECRET, "", "tocsin sessions", 32)).toString("base64url");
}

/** Name and attributes of the session cookie; next-auth is told the same. */
export function sessionCookie() {
  const secure = isServedSecurely();
  return {
    name: secure ? "__Secure-next-auth.session-token" : "next-auth.session-token",
    options: { httpOnly: true, sameSite: "lax", path: "/", secure },
  } as const;
}

/** Browsers keep secure cookies only where the page itself came over https. */
export function isServedSecurely(): boolean {
  return env().TOCSIN_URL?.startsWith("https:") ?? false;
}

const carried = z.object({ sid: z.uuid() });

async function sessionIdOf(token: string): Promise<string | null> {
  const claims = await decode({ token, secret: sessionSecret() }).catch(() => null);
  return carried.safeParse(claims).data?.sid ?? null;
}

async function noteSeen(sessionId: string, now: Date) {
  await db()
    .update(sessions)
    .set({ lastSeenAt: now })
    .where(and(eq(sessions.id, sessionId), lt(sessions.lastSeenAt, now)));
}
