import { eq } from "drizzle-orm";
import { encode } from "next-auth/jwt";
import { beforeAll, expect, test } from "vitest";
import { db } from "#db/client";
import { people } from "#db/schema/people";
import { testDatabase } from "#db/testing";
import { createPerson } from "#db/testing-rows";
import { endSession } from "#lib/auth/end-session";
import { personOfToken, sessionSecret, startSession, tokenOf } from "#lib/auth/session-token";
import { disable } from "#lib/people/disable";
import { revokeSessions } from "#lib/people/revoke-sessions";

const now = new Date();
const later = (hours: number) => new Date(now.getTime() + hours * 3_600_000);
const from = { ip: "192.0.2.1", userAgent: "Firefox" };
const actor = { kind: "system", id: null, name: "Tocsin" } as const;

beforeAll(async () => {
  await testDatabase();
});

async function signedIn(name: string) {
  const person = await createPerson({ name });
  const session = await startSession(db(), person.id, from, now);
  return { person, session, token: await tokenOf(session) };
}

test("the cookie leads to the person as the database knows them now", async () => {
  const { person, session, token } = await signedIn("Bob");
  expect(await personOfToken(token, now)).toEqual({
    id: person.id,
    name: "Bob",
    email: person.email,
    role: "responder",
    timeZone: "UTC",
    sessionId: session.id,
  });
  await db().update(people).set({ role: "observer", name: "Bobby" }).where(eq(people.id, person.id));
  expect(await personOfToken(token, now)).toMatchObject({ name: "Bobby", role: "observer" });
});

test("a session that was ended, ran out, or belongs to a disabled person leads nowhere", async () => {
  const ended = await signedIn("Bob");
  await endSession(ended.session.id, now);
  expect(await personOfToken(ended.token, now)).toBeNull();

  const over = await signedIn("Bob");
  expect(await personOfToken(over.token, later(11.9))).not.toBeNull();
  expect(await personOfToken(over.token, later(12))).toBeNull();

  const shut = await signedIn("Charlie");
  await disable(shut.person.id, { actor, now });
  expect(await personOfToken(shut.token, now)).toBeNull();
});

test("signing out everywhere else leaves the session one sits at", async () => {
  const here = await signedIn("Alice");
  const there = await tokenOf(await startSession(db(), here.person.id, from, now));
  expect(await revokeSessions(here.person.id, { except: here.session.id, actor, now })).toBe(1);
  expect(await personOfToken(here.token, now)).not.toBeNull();
  expect(await personOfToken(there, now)).toBeNull();
});

test("a cookie that is nonsense, sealed with another key, or without a session leads nowhere", async () => {
  const { session } = await signedIn("Bob");
  expect(await personOfToken(undefined, now)).toBeNull();
  expect(await personOfToken("nonsense", now)).toBeNull();
  expect(await personOfToken(await encode({ token: { sid: session.id }, secret: "another secret" }), now)).toBeNull();
  expect(
    await personOfToken(await encode({ token: { sub: session.personId }, secret: sessionSecret() }), now),
  ).toBeNull();
});
