import { eq } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { db } from "#db/client";
import { findInvitation, listPeople } from "#db/queries/people";
import { auditEntries, platformEvents } from "#db/schema/delivery";
import { invitations, people, sessions } from "#db/schema/people";
import { testDatabase } from "#db/testing";
import { createPerson } from "#db/testing-rows";
import { actorOf } from "#lib/auth/actor-of";
import { hashPassword, isPassword } from "#lib/auth/password";
import { startSession } from "#lib/auth/session-token";
import { acceptInvitation } from "#lib/people/accept-invitation";
import { changePassword } from "#lib/people/change-password";
import { changeRole } from "#lib/people/change-role";
import { disable } from "#lib/people/disable";
import { enable } from "#lib/people/enable";
import { invite } from "#lib/people/invite";
import { renewInvitation } from "#lib/people/renew-invitation";
import { updateProfile } from "#lib/people/update-profile";
import { hashOf } from "#lib/seal";

const now = new Date();
const inDays = (days: number) => new Date(now.getTime() + days * 24 * 3_600_000);
const from = { ip: "192.0.2.1", userAgent: "Firefox" };
const by = { actor: { kind: "person", id: null, name: "Alice" } as const, now };
const password = "correct horse battery";
let passwordHash: string;

beforeAll(async () => {
  await testDatabase();
  passwordHash = await hashPassword(password);
});

beforeEach(async () => {
  await db().delete(people);
  await db().delete(platformEvents);
  await db().delete(auditEntries);
});

const admin = (name: string) => createPerson({ name, role: "admin", passwordHash });
const roleOf = async (id: string) => (await db().select().from(people).where(eq(people.id, id)))[0]?.role;
const eventTypes = async () =>
  (await db().select().from(platformEvents).orderBy(platformEvents.seq)).map((event) => event.type);
const actions = async () =>
  (await db().select().from(auditEntries).orderBy(auditEntries.id)).map((entry) => entry.action);
const accept = (token: string, at = now) =>
  acceptInvitation({ token, password, timeZone: "Europe/Berlin" }, { now: at });

describe("an invitation", () => {
  const bob = { name: "Bob", email: "bob@example.com", role: "responder" } as const;

  test("lets the invited person choose a password, once", async () => {
    const { person, token } = await invite(bob, by);
    expect(person.state).toBe("invited");
    expect(await findInvitation(hashOf(token), now)).toMatchObject({ name: "Bob", isNew: true });
    const follows = await Promise.allSettled([accept(token), accept(token)]);
    expect(follows.map((follow) => follow.status).toSorted()).toEqual(["fulfilled", "rejected"]);
    await expect(accept(token)).rejects.toMatchObject({ code: "gone" });
    expect(await findInvitation(hashOf(token), now)).toBeNull();
    expect(await listPeople(now)).toMatchObject([{ name: "Bob", state: "active", timeZone: "Europe/Berlin" }]);
    expect(await eventTypes()).toEqual(["system.user_created", "system.user_updated"]);
    expect(await actions()).toEqual(["person.invited", "person.joined"]);
  });

  test("holds for seven days", async () => {
    const { token } = await invite(bob, by);
    expect((await listPeople(now))[0]?.invitedUntil).toEqual(inDays(7));
    await expect(accept(token, inDays(7.01))).rejects.toMatchObject({ code: "gone" });
    await expect(accept(token, inDays(6.99))).resolves.toMatchObject({ name: "Bob" });
  });

  test("is worth nothing once there is a newer one, and its token is not in the database", async () => {
    const { person, token } = await invite(bob, by);
    const newer = await renewInvitation(person.id, by);
    await expect(accept(token)).rejects.toMatchObject({ code: "gone" });
    expect(JSON.stringify(await db().select().from(invitations))).not.toContain(newer.token);
    await expect(accept(newer.token)).resolves.toMatchObject({ state: "active" });
  });

  test("is not made twice for one e-mail, in whatever case", async () => {
    await createPerson({ name: "Bob", email: "Bob@Example.com" });
    await expect(invite(bob, by)).rejects.toMatchObject({
      code: "conflict",
      fields: { email: "Bob already has this address." },
    });
    expect(await eventTypes()).toEqual([]);
  });

  test("of somebody disabled since opens nothing", async () => {
    const { person, token } = await invite(bob, by);
    await disable(person.id, by);
    await expect(accept(token)).rejects.toMatchObject({ code: "gone" });
    await expect(renewInvitation(person.id, by)).rejects.toMatchObject({ code: "not_found" });
  });

  test("made anew for somebody who forgot their password replaces it and signs them out", async () => {
    const alice = await admin("Alice");
    await startSession(db(), alice.id, from, now);
    const { token } = await renewInvitation(alice.id, by);
    await acceptInvitation({ token, password: "another horse battery", timeZone: "UTC" }, { now });
    const [row] = await db().select().from(people).where(eq(people.id, alice.id));
    expect(await isPassword("another horse battery", row?.passwordHash ?? null)).toBe(true);
    expect(await db().select().from(sessions)).toMatchObject([{ revokedAt: now }]);
    expect(await actions()).toEqual(["person.link_made", "person.password_set"]);
  });
});

describe("the last active admin", () => {
  test("stays an admin and enabled", async () => {
    const alice = await admin("Alice");
    await createPerson({ name: "Invited", role: "admin", passwordHash: null });
    await createPerson({ name: "Gone", role: "admin", passwordHash, disabledAt: now });
    const text = "Alice is the last active admin. Make somebody else an admin first.";
    await expect(changeRole(alice.id, "responder", by)).rejects.toMatchObject({ code: "conflict", message: text });
    await expect(disable(alice.id, by)).rejects.toMatchObject({ code: "conflict", message: text });
    expect(await roleOf(alice.id)).toBe("admin");
    expect(await eventTypes()).toEqual([]);
  });

  test("is left over when two admins remove each other at the same moment", async () => {
    for (let round = 0; round < 20; round++) {
      await db().delete(people);
      const [alice, bob] = [await admin("Alice"), await admin("Bob")];
      const results = await Promise.allSettled([
        changeRole(alice.id, "observer", by),
        round % 2 ? disable(bob.id, by) : changeRole(bob.id, "observer", by),
      ]);
      expect(results.map((result) => result.status).toSorted()).toEqual(["fulfilled", "rejected"]);
      const left = (await listPeople(now)).filter((person) => person.role === "admin" && person.state === "active");
      expect(left).toHaveLength(1);
    }
  });
});

describe("a role", () => {
  test("changes, and is written down", async () => {
    await admin("Alice");
    const bob = await createPerson({ name: "Bob" });
    expect(await changeRole(bob.id, "observer", by)).toMatchObject({ role: "observer" });
    const [entry] = await db().select().from(auditEntries);
    expect(entry).toMatchObject({
      action: "person.role_changed",
      objectId: bob.id,
      before: { role: "responder" },
      after: { role: "observer" },
      actorName: "Alice",
    });
    const [event] = await db().select().from(platformEvents);
    expect(event?.payload).toMatchObject({
      summary: "Alice made Bob Observer",
      subject: { id: bob.id, role: "observer" },
    });
  });

  test("that somebody has already changes nothing", async () => {
    const bob = await createPerson({ name: "Bob" });
    await changeRole(bob.id, "responder", by);
    expect(await actions()).toEqual([]);
  });
});

describe("disabling", () => {
  test("ends every session; enabling brings the person back with the old password and no session", async () => {
    await admin("Alice");
    const charlie = await createPerson({ name: "Charlie", passwordHash });
    await startSession(db(), charlie.id, from, now);
    expect(await disable(charlie.id, by)).toMatchObject({ state: "disabled" });
    expect(await disable(charlie.id, by)).toMatchObject({ state: "disabled" });
    expect(await db().select().from(sessions)).toMatchObject([{ revokedAt: now }]);
    expect(await enable(charlie.id, by)).toMatchObject({ state: "active" });
    expect(await eventTypes()).toEqual(["system.user_deleted", "system.user_updated"]);
    expect(await db().select().from(sessions)).toMatchObject([{ revokedAt: now }]);
  });
});

describe("one's own profile", () => {
  test("takes a new name and time zone", async () => {
    const bob = await createPerson({ name: "Bob" });
    expect(
      await updateProfile(bob.id, { name: "Robert", timeZone: "Asia/Tokyo" }, { actor: actorOf(bob), now }),
    ).toMatchObject({ name: "Robert", timeZone: "Asia/Tokyo" });
    expect(await eventTypes()).toEqual(["system.user_updated"]);
  });

  test("takes a new password only with the present one, and signs out everywhere else", async () => {
    const alice = await admin("Alice");
    const here = await startSession(db(), alice.id, from, now);
    const there = await startSession(db(), alice.id, from, now);
    const me = {
      id: alice.id,
      name: alice.name,
      email: alice.email,
      role: alice.role,
      timeZone: alice.timeZone,
      sessionId: here.id,
    };
    const next = "a whole new passphrase";
    await expect(changePassword(me, { current: "wrong wrong wrong", next }, { from, now })).rejects.toMatchObject({
      code: "invalid",
      fields: { current: "This is not your present password." },
    });
    await changePassword(me, { current: password, next }, { from, now });
    const [row] = await db().select().from(people).where(eq(people.id, alice.id));
    expect(await isPassword(next, row?.passwordHash ?? null)).toBe(true);
    const open = (await db().select().from(sessions))
      .filter((session) => session.revokedAt === null)
      .map((session) => session.id);
    expect(open).toEqual([here.id]);
    expect(open).not.toContain(there.id);
  });
});
