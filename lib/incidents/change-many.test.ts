import { eq, inArray, sql } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { db } from "#db/client";
import { platformEvents } from "#db/schema/delivery";
import { incidents, timelineEntries } from "#db/schema/incidents";
import { testDatabase } from "#db/testing";
import { createPerson, createService } from "#db/testing-rows";
import { acknowledgeMany } from "#lib/incidents/acknowledge-many";
import { assignMany } from "#lib/incidents/assign";
import { resolve } from "#lib/incidents/resolve";
import { resolveMany } from "#lib/incidents/resolve-many";
import { snoozeMany } from "#lib/incidents/snooze";
import { alice, bob, createIncident } from "#lib/incidents/testing-incidents";

const now = new Date("2026-11-21T03:00:00.000Z");
const byAlice = { actor: alice, now };
const byBob = { actor: bob, now };

beforeAll(async () => {
  await testDatabase();
});

describe("many at once", () => {
  test("say which changed and which had been so, or are nowhere", async () => {
    const [open, taken, resolved] = [
      await createIncident(),
      await createIncident({ status: "acknowledged" }),
      await createIncident(),
    ];
    await resolve(resolved.id, byBob);
    const nowhere = "00000000-0000-7000-8000-000000000000";
    const ids = [open.id.toUpperCase(), open.id, taken.id, resolved.id, nowhere, "nonsense"];
    expect(await acknowledgeMany({ ids }, byAlice)).toEqual({
      changedCount: 1,
      changed: [open.id],
      unchanged: [taken.id, resolved.id, nowhere, "nonsense"],
      hasMore: false,
    });
    expect(await resolveMany({ ids }, byAlice)).toMatchObject({
      changedCount: 2,
      changed: expect.arrayContaining([open.id, taken.id]),
      unchanged: [resolved.id, nowhere, "nonsense"],
    });
  });

  test("leave one timeline entry and one event for each, also when two people press at once in another order", async () => {
    const { id: serviceId } = await createService();
    const ids = await Promise.all(Array.from({ length: 100 }, async () => (await createIncident({ serviceId })).id));
    const verdicts = await Promise.all(
      [ids, ids.toReversed(), ids].map((some, at) => acknowledgeMany({ ids: some }, at === 1 ? byBob : byAlice)),
    );
    expect(verdicts.flatMap((verdict) => verdict.changed).toSorted()).toEqual(ids.toSorted());
    expect(await db().$count(timelineEntries, inArray(timelineEntries.incidentId, ids))).toBe(100);
    expect(await db().$count(platformEvents, inArray(platformEvents.incidentId, ids))).toBe(100);
  });

  test("are five hundred at most, and none is no trouble", async () => {
    const ids = Array.from({ length: 501 }, (_, at) => `00000000-0000-7000-8000-${String(at).padStart(12, "0")}`);
    await expect(resolveMany({ ids }, byAlice)).rejects.toMatchObject({
      code: "invalid",
      message: expect.stringContaining("501"),
    });
    expect(await resolveMany({ ids: [] }, byAlice)).toMatchObject({ changed: [], unchanged: [] });
  });
});

describe("all that fit a filter", () => {
  test("are changed in steps, those that opened later and those that do not fit stay", async () => {
    const { id: serviceId } = await createService();
    const until = new Date("2026-11-21T02:00:00.000Z");
    const openedAt = new Date("2026-11-21T01:00:00.000Z");
    await openMany(1_200, serviceId, openedAt);
    const later = await createIncident({ serviceId, openedAt: until });
    const info = await createIncident({ serviceId, openedAt, severity: "info" });
    const filter = { status: "open", serviceId: [serviceId], severity: ["error", "critical"], until } as const;
    const verdict = await resolveMany({ filter }, byAlice);
    expect(verdict).toMatchObject({ changedCount: 1_200, unchanged: [], hasMore: false });
    expect(verdict.changed).toHaveLength(1_200);
    expect(await db().$count(timelineEntries, inArray(timelineEntries.incidentId, verdict.changed))).toBe(1_200);
    for (const { id } of [later, info]) expect(verdict.changed).not.toContain(id);
    expect(await resolveMany({ filter }, byAlice)).toMatchObject({ changedCount: 0, changed: [] });
  });

  test("are five thousand at most, and the answer says that there are more", async () => {
    const { id: serviceId } = await createService();
    await openMany(5_003, serviceId, now);
    const filter = { status: "triggered", serviceId } as const;
    expect(await acknowledgeMany({ filter }, byAlice)).toMatchObject({ changedCount: 5_000, hasMore: true });
    expect(await acknowledgeMany({ filter }, byAlice)).toMatchObject({ changedCount: 3, hasMore: false });
  });

  test("are snoozed, and assigned with the people of each", async () => {
    const { id: serviceId } = await createService();
    const [dora, erik] = [(await createPerson({ name: "Dora" })).id, (await createPerson({ name: "Erik" })).id];
    const [hers, nobodys] = [
      await createIncident({ serviceId, assigneeIds: [dora] }),
      await createIncident({ serviceId }),
    ];
    const filter = { status: "open", serviceId } as const;
    expect(await assignMany({ filter }, { addPersonIds: [erik] }, byAlice)).toMatchObject({ changedCount: 2 });
    expect(await assigneesSaid(hers.id)).toEqual(["Dora", "Erik"]);
    expect(await assigneesSaid(nobodys.id)).toEqual(["Erik"]);
    const until = new Date(now.getTime() + 3_600_000);
    expect(await snoozeMany({ filter }, until, byAlice)).toMatchObject({ changedCount: 2 });
    const snoozed = await db().select().from(incidents).where(eq(incidents.snoozedUntil, until));
    expect(snoozed.map(({ id }) => id).toSorted()).toEqual([hers.id, nobodys.id].toSorted());
    await expect(snoozeMany({ filter }, now, byAlice)).rejects.toMatchObject({ code: "invalid" });
    await expect(assignMany({ filter }, { personIds: [hers.id] }, byAlice)).rejects.toMatchObject({ code: "invalid" });
  });
});

async function assigneesSaid(incidentId: string): Promise<string[]> {
  const [entry] = await db().select().from(timelineEntries).where(eq(timelineEntries.incidentId, incidentId));
  const assignees = (entry?.details.assignees ?? []) as { name: string }[];
  return assignees.map(({ name }) => name);
}

async function openMany(count: number, serviceId: string, at: Date): Promise<void> {
  await db().execute(sql`
    insert into incidents (id, service_id, dedup_scope, dedup_key, title, source, status, severity, urgency, alert_count, opened_at, last_alert_at, changed_at)
    select gen_random_uuid(), ${serviceId}::uuid, ${serviceId}::uuid, 'many-' || n, 'One of many', 'db-1', 'triggered', 'error', 'high', 1,
      at, at, at from generate_series(1, ${count}::int) n, (select ${at.toISOString()}::timestamptz as at) moment`);
}
