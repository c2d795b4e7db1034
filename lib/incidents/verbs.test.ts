import { and, eq } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { db } from "#db/client";
import { incidentBy } from "#db/queries/incidents";
import { timelineOf } from "#db/queries/timeline";
import { platformEvents } from "#db/schema/delivery";
import { incidents } from "#db/schema/incidents";
import { testDatabase } from "#db/testing";
import { createPerson } from "#db/testing-rows";
import type { Actor } from "#db/vocabulary";
import { acknowledge } from "#lib/incidents/acknowledge";
import { addNote } from "#lib/incidents/add-note";
import { assign } from "#lib/incidents/assign";
import { endSnooze } from "#lib/incidents/end-snooze";
import { reopen } from "#lib/incidents/reopen";
import { resolve } from "#lib/incidents/resolve";
import { snooze } from "#lib/incidents/snooze";
import { alice, bob, createIncident } from "#lib/incidents/testing-incidents";
import { unacknowledge } from "#lib/incidents/unacknowledge";

const now = new Date("2026-11-21T03:00:00.000Z");
const inAnHour = new Date("2026-11-21T04:00:00.000Z");
const by = (actor: Actor, at = now) => ({ actor, now: at });

beforeAll(async () => {
  await testDatabase();
});

describe("acknowledge", () => {
  test("takes a triggered incident, and tells the timeline and the outbox in the same breath", async () => {
    const { id, number } = await createIncident();
    const verdict = await acknowledge(id, by(alice));
    expect(verdict).toMatchObject({
      changed: true,
      by: { actor: alice, at: now },
      incident: { id, number, status: "acknowledged", acknowledgedAt: now },
    });
    expect(await timelineOf(id)).toMatchObject([{ kind: "acknowledged", actor: alice, at: now, details: {} }]);
    const events = await eventsOf(id);
    expect(events).toMatchObject([{ type: "incident.acknowledged", occurredAt: now, dispatchedAt: null }]);
    expect(events[0]?.payload).toMatchObject({
      actor: alice,
      incident: { id, number, status: "acknowledged" },
      details: {},
    });
  });

  test("fifty people at once make one entry, and all are told who was first", async () => {
    const { id } = await createIncident();
    const people = Array.from({ length: 50 }, (_, at): Actor => ({ kind: "person", id: null, name: `Person ${at}` }));
    const verdicts = await Promise.all(people.map((person) => acknowledge(id, by(person))));
    const entries = await timelineOf(id);
    expect(entries).toHaveLength(1);
    expect(await eventsOf(id)).toHaveLength(1);
    expect(verdicts.filter((verdict) => verdict.changed)).toHaveLength(1);
    expect(new Set(verdicts.map((verdict) => verdict.by?.actor.name))).toEqual(new Set([entries[0]?.actor.name]));
  });

  test("gives an incident that nobody has to the person, and leaves one that somebody has", async () => {
    const [bob, carol] = [await createPerson({ name: "Bob" }), await createPerson({ name: "Carol" })];
    const asBob = by({ kind: "person", id: bob.id, name: "Bob" });
    const free = await createIncident();
    const taken = await createIncident({ assigneeIds: [carol.id] });
    expect((await acknowledge(free.id, asBob)).incident.assignees).toEqual([{ id: bob.id, name: "Bob" }]);
    expect((await acknowledge(taken.id, asBob)).incident.assignees).toEqual([{ id: carol.id, name: "Carol" }]);
  });

  test("refuses a resolved incident and says what to do", async () => {
    const { id, number } = await createIncident({ status: "resolved", resolvedAt: now });
    await expect(acknowledge(id, by(alice))).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining(`#${number} is resolved. Reopen`),
    });
    expect(await timelineOf(id)).toEqual([]);
  });

  test.each(["not-an-id", "00000000-0000-7000-8000-000000000000", "999999999999", "99999999999999999999999"])(
    "does not find %s",
    async (reference) => {
      await expect(acknowledge(reference, by(alice))).rejects.toMatchObject({ code: "not_found" });
    },
  );

  test("takes the number as well as the id", async () => {
    const { id, number } = await createIncident();
    expect((await acknowledge(`#${number}`, by(alice))).incident.id).toBe(id);
  });

  test("ends a snooze, also of one that was acknowledged before", async () => {
    for (const status of ["triggered", "acknowledged"] as const) {
      const { id } = await createIncident({ status });
      await snooze(id, inAnHour, by(alice));
      expect((await acknowledge(id, by(bob))).incident).toMatchObject({ status: "acknowledged", snoozedUntil: null });
    }
  });
});

describe("resolve and reopen", () => {
  test("resolve clears the snooze; the second one is told who did it", async () => {
    const { id } = await createIncident();
    await snooze(id, inAnHour, by(alice));
    expect(await resolve(id, by(alice))).toMatchObject({
      changed: true,
      incident: { status: "resolved", resolvedAt: now, snoozedUntil: null },
    });
    expect(await resolve(id, by(bob))).toMatchObject({ changed: false, by: { actor: alice } });
  });

  test("reopen triggers it again and forgets who had it", async () => {
    const { id } = await createIncident({ status: "resolved", acknowledgedAt: now, resolvedAt: now });
    expect((await reopen(id, by(alice))).incident).toMatchObject({
      status: "triggered",
      acknowledgedAt: null,
      resolvedAt: null,
    });
    expect(await reopen(id, by(bob))).toMatchObject({ changed: false, by: { actor: alice } });
  });

  test("reopen names the incident that the same trouble has opened meanwhile", async () => {
    const first = await createIncident({ status: "resolved", resolvedAt: now });
    const second = await createIncident({
      serviceId: first.serviceId,
      dedupScope: first.dedupScope,
      dedupKey: first.dedupKey,
    });
    await expect(reopen(first.id, by(alice))).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining(`#${second.number}`),
    });
    expect(await incidentBy(first.id)).toMatchObject({ status: "resolved" });
    expect(await timelineOf(first.id)).toEqual([]);
  });

  test("of two that want the same dedup key only one can be reopened, also at once", async () => {
    const first = await createIncident({ status: "resolved", resolvedAt: now });
    const { serviceId, dedupScope, dedupKey } = first;
    const second = await createIncident({ serviceId, dedupScope, dedupKey, status: "resolved", resolvedAt: now });
    const results = await Promise.allSettled([reopen(first.id, by(alice)), reopen(second.id, by(bob))]);
    expect(results.map((result) => result.status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await db().$count(incidents, and(eq(incidents.dedupKey, dedupKey), eq(incidents.status, "triggered")))).toBe(
      1,
    );
  });
});

describe("unacknowledge", () => {
  test("gives an acknowledged incident back, once", async () => {
    const { id } = await createIncident();
    await acknowledge(id, by(alice));
    expect(await unacknowledge(id, by(bob))).toMatchObject({
      changed: true,
      incident: { status: "triggered", acknowledgedAt: null },
    });
    expect(await unacknowledge(id, by(bob))).toMatchObject({ changed: false });
    expect((await eventsOf(id)).map((event) => event.type)).toEqual([
      "incident.acknowledged",
      "incident.unacknowledged",
    ]);
  });

  test("a resolved one is refused", async () => {
    const { id } = await createIncident();
    await resolve(id, by(alice));
    await expect(unacknowledge(id, by(bob))).rejects.toThrow(/Reopen it/);
  });
});

describe("snooze", () => {
  test.each([
    ["now", now],
    ["a moment in the past", new Date(now.getTime() - 1)],
    ["more than a year away", new Date(now.getTime() + 366 * 86_400_000)],
    ["no moment at all", new Date(Number.NaN)],
  ])("refuses %s", async (_, until) => {
    const { id } = await createIncident();
    await expect(snooze(id, until, by(alice))).rejects.toMatchObject({
      code: "invalid",
      fields: { until: expect.any(String) },
    });
  });

  test("a later snooze takes the place of the earlier one", async () => {
    const { id } = await createIncident();
    await snooze(id, inAnHour, by(alice));
    const later = new Date("2026-11-21T05:00:00.000Z");
    await snooze(id, later, by(alice));
    expect(await incidentBy(id)).toMatchObject({ snoozedUntil: later });
    expect(await snooze(id, later, by(bob))).toMatchObject({ changed: false, by: { actor: alice } });
  });

  test("ends when its time has come, once, and not before", async () => {
    const { id } = await createIncident({ status: "acknowledged", acknowledgedAt: now });
    await snooze(id, inAnHour, by(alice));
    expect(await endSnooze([id], new Date(inAnHour.getTime() - 1))).toEqual([]);
    expect(await endSnooze([id], inAnHour)).toEqual([id]);
    expect(await endSnooze([id], inAnHour)).toEqual([]);
    expect(await incidentBy(id)).toMatchObject({ status: "triggered", acknowledgedAt: null, snoozedUntil: null });
    expect((await eventsOf(id)).map((event) => event.type)).toEqual(["incident.snoozed", "incident.unsnoozed"]);
  });
});

describe("assign", () => {
  test("gives the incident to exactly these people, whatever their order", async () => {
    const [first, second] = [await createPerson({ name: "Alice" }), await createPerson({ name: "Bob" })];
    const { id } = await createIncident();
    const verdict = await assign(id, { personIds: [second.id, first.id, first.id] }, by(alice));
    expect(verdict.incident.assignees).toEqual([
      { id: first.id, name: "Alice" },
      { id: second.id, name: "Bob" },
    ]);
    expect(await assign(id, { personIds: [first.id, second.id] }, by(bob))).toMatchObject({
      changed: false,
      by: { actor: alice },
    });
    expect((await assign(id, { personIds: [] }, by(bob))).incident.assignees).toEqual([]);
    expect((await timelineOf(id)).map((entry) => entry.details)).toMatchObject([
      { assignees: [{ name: "Alice" }, { name: "Bob" }] },
      { assignees: [] },
    ]);
  });

  test("adds and removes people beside those who have it by then", async () => {
    const people = await Promise.all(["Alice", "Bob", "Charlie"].map((name) => createPerson({ name })));
    const [first, second, third] = people.map(({ id }) => id) as [string, string, string];
    const { id } = await createIncident({ assigneeIds: [first] });
    await Promise.all([
      assign(id, { addPersonIds: [second] }, by(alice)),
      assign(id, { addPersonIds: [third], removePersonIds: [first] }, by(bob)),
    ]);
    expect((await incidentBy(id))?.assignees.map(({ name }) => name)).toEqual(["Bob", "Charlie"]);
    expect((await timelineOf(id)).at(-1)?.details).toEqual({
      assignees: [
        { id: second, name: "Bob" },
        { id: third, name: "Charlie" },
      ],
    });
    expect(await assign(id, { addPersonIds: [second] }, by(bob))).toMatchObject({ changed: false });
  });

  test("removes who cannot sign in any more, and refuses a 51st", async () => {
    const charlie = await createPerson({ name: "Charlie", disabledAt: now });
    const { id } = await createIncident({ assigneeIds: [charlie.id] });
    expect((await assign(id, { removePersonIds: [charlie.id] }, by(alice))).incident.assignees).toEqual([]);
    const crowd = await Promise.all(Array.from({ length: 51 }, () => createPerson()));
    const ids = crowd.map((person) => person.id);
    await assign(id, { personIds: ids.slice(0, 50) }, by(alice));
    await expect(assign(id, { addPersonIds: ids.slice(50) }, by(alice))).rejects.toMatchObject({ code: "conflict" });
  });

  test("refuses people who cannot sign in or do not exist", async () => {
    const { id } = await createIncident();
    const charlie = await createPerson({ name: "Charlie", disabledAt: now });
    for (const person of [charlie.id, "nobody", "00000000-0000-7000-8000-000000000000"]) {
      for (const field of ["personIds", "addPersonIds"]) {
        await expect(assign(id, { [field]: [person] }, by(alice))).rejects.toMatchObject({
          code: "invalid",
          fields: { [field]: expect.stringContaining(person) },
        });
      }
    }
  });
});

describe("add a note", () => {
  test("cleans what Postgres cannot hold and keeps the rest as it was written", async () => {
    const { id } = await createIncident({ status: "resolved", resolvedAt: now });
    await addNote(id, " 1 < 2 &\0 \ud800 fine\nЖ ", by(alice));
    expect(await timelineOf(id)).toMatchObject([{ kind: "noted", details: { text: "1 < 2 &\ufffd \ufffd fine\nЖ" } }]);
  });

  test.each([
    ["", "empty"],
    ["  \n", "empty"],
    ["x".repeat(25_001), "25,001"],
  ])("refuses one that is empty or too long", async (text, message) => {
    const { id } = await createIncident();
    await expect(addNote(id, text, by(alice))).rejects.toMatchObject({
      code: "invalid",
      fields: { text: expect.stringContaining(message) },
    });
  });
});

async function eventsOf(incidentId: string) {
  return db()
    .select()
    .from(platformEvents)
    .where(eq(platformEvents.incidentId, incidentId))
    .orderBy(platformEvents.seq);
}
