import { and, asc, desc, eq, gt, isNull, max, sql } from "drizzle-orm";
import { db } from "#db/client";
import { apiKeys, companies, invitations, people, sessions } from "#db/schema/people";
import type { Role, Scope } from "#db/vocabulary";

export type PersonState = "active" | "invited" | "disabled";
export type PersonView = {
  id: string;
  name: string;
  email: string;
  role: Role;
  state: PersonState;
  timeZone: string;
  createdAt: Date;
};
export type PersonRow = PersonView & { lastSeenAt: Date | null; invitedUntil: Date | null };
export type SessionRow = {
  id: string;
  createdAt: Date;
  lastSeenAt: Date;
  expiresAt: Date;
  userAgent: string;
  ip: string;
};
export type ApiKeyRow = {
  id: string;
  name: string;
  ending: string;
  scopes: Scope[];
  createdBy: string | null;
  createdAt: Date;
  expiresAt: Date | null;
  lastUsedAt: Date | null;
};

/** Has the first run happened? */
export async function isSetUp(): Promise<boolean> {
  return (await companyName()) !== null;
}

export async function companyName(): Promise<string | null> {
  const [company] = await db().select({ name: companies.name }).from(companies);
  return company?.name ?? null;
}

/** Everybody, by name, with when they were last here and until when their invitation holds. */
export async function listPeople(now: Date): Promise<PersonRow[]> {
  const seen = db()
    .select({ personId: sessions.personId, lastSeenAt: max(sessions.lastSeenAt).as("last_seen_at") })
    .from(sessions)
    .groupBy(sessions.personId)
    .as("seen");
  const invited = db()
    .select({ personId: invitations.personId, until: max(invitations.expiresAt).as("until") })
    .from(invitations)
    .where(and(isNull(invitations.usedAt), gt(invitations.expiresAt, now)))
    .groupBy(invitations.personId)
    .as("invited");
  const rows = await db()
    .select({ person: people, lastSeenAt: seen.lastSeenAt, invitedUntil: invited.until })
    .from(people)
    .leftJoin(seen, eq(seen.personId, people.id))
    .leftJoin(invited, eq(invited.personId, people.id))
    .orderBy(asc(sql`lower(${people.name})`), asc(people.id));
  return rows.map(({ person, ...rest }) => ({ ...personView(person), ...rest }));
}

/** What an open invitation link says to the person who follows it; null once it is used, replaced or over. */
export async function findInvitation(tokenHash: string, now: Date) {
  const [found] = await db()
    .select({ name: people.name, email: people.email, isNew: sql<boolean>`${people.passwordHash} is null` })
    .from(invitations)
    .innerJoin(people, eq(people.id, invitations.personId))
    .where(
      and(
        eq(invitations.tokenHash, tokenHash),
        isNull(invitations.usedAt),
        gt(invitations.expiresAt, now),
        isNull(people.disabledAt),
      ),
    );
  return found ?? null;
}

/** The browsers a person is signed in with, the last used first. */
export function listSessions(personId: string, now: Date): Promise<SessionRow[]> {
  return db()
    .select({
      id: sessions.id,
      createdAt: sessions.createdAt,
      lastSeenAt: sessions.lastSeenAt,
      expiresAt: sessions.expiresAt,
      userAgent: sql<string>`coalesce(${sessions.userAgent}, '')`,
      ip: sql<string>`coalesce(${sessions.ip}, '')`,
    })
    .from(sessions)
    .where(and(eq(sessions.personId, personId), isNull(sessions.revokedAt), gt(sessions.expiresAt, now)))
    .orderBy(desc(sessions.lastSeenAt));
}

/** The API keys that are not revoked, newest first; expired ones too, so that people see why something stopped. */
export function storedApiKeys(): Promise<ApiKeyRow[]> {
  return db()
    .select({
      id: apiKeys.id,
      name: apiKeys.name,
      ending: apiKeys.ending,
      scopes: apiKeys.scopes,
      createdBy: people.name,
      createdAt: apiKeys.createdAt,
      expiresAt: apiKeys.expiresAt,
      lastUsedAt: apiKeys.lastUsedAt,
    })
    .from(apiKeys)
    .leftJoin(people, eq(people.id, apiKeys.createdBy))
    .where(isNull(apiKeys.revokedAt))
    .orderBy(desc(apiKeys.id));
}

/** A person as others may see them. */
export function personView(person: typeof people.$inferSelect): PersonView {
  const { id, name, email, role, timeZone, createdAt } = person;
  return { id, name, email, role, timeZone, createdAt, state: stateOf(person) };
}

function stateOf(person: { disabledAt: Date | null; passwordHash: string | null }): PersonState {
  if (person.disabledAt) return "disabled";
  return person.passwordHash ? "active" : "invited";
}
