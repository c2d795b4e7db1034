import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { db } from "#db/client";
import { incidentBy } from "#db/queries/incidents";
import { timelineOf } from "#db/queries/timeline";
import { platformEvents } from "#db/schema/delivery";
import { incidents } from "#db/schema/incidents";
import { duties } from "#db/schema/timers";
import { testDatabase } from "#db/testing";
import { snooze } from "#lib/incidents/snooze";
import { alice, createIncident } from "#lib/incidents/testing-incidents";
import { endSnoozes } from "#lib/timers/duties/end-snoozes";
import { keepHouseNightly, nextNight } from "#lib/timers/duties/nightly";
import { startTimers, type Timers } from "#lib/timers/start";

const patience = { timeout: 50_000, interval: 100 };

beforeAll(async () => {
  await testDatabase();
});

describe("a snooze", () => {
  let timers: Timers;
  beforeAll(() => {
    timers = startTimers();
  });
  afterAll(() => timers.stop());

  test("ends by itself at its moment, with an entry of Tocsin's own and an event", async () => {
    const { id } = await createIncident({ status: "acknowledged" });
    const now = new Date();
    const until = new Date(now.getTime() + 1500);
    await snooze(id, until, { actor: alice, now });
    await vi.waitFor(
      async () => expect(await incidentBy(id)).toMatchObject({ status: "triggered", snoozedUntil: null }),
      patience,
    );
    const [snoozed, ended] = await timelineOf(id);
    expect(snoozed).toMatchObject({ kind: "snoozed", details: { until: until.toISOString() } });
    expect(ended).toMatchObject({ kind: "snooze_ended", actor: { kind: "system", name: "Tocsin" } });
    expect(ended?.at.getTime()).toBeGreaterThanOrEqual(until.getTime());
    const events = await db()
      .select()
      .from(platformEvents)
      .where(eq(platformEvents.incidentId, id))
      .orderBy(platformEvents.seq);
    expect(events.map((event) => event.type)).toEqual(["incident.snoozed", "incident.unsnoozed"]);
  });
});

describe("what is due", () => {
  beforeEach(async () => void (await db().update(incidents).set({ snoozedUntil: null })));

  test("is found whoever set it, and says when the next one is", async () => {
    const { id } = await createIncident({ snoozedUntil: new Date(Date.now() - 1000) });
    const later = await createIncident({ snoozedUntil: new Date(Date.now() + 60_000) });
    expect(await endSnoozes()).toBe(1_000);
    expect(await incidentBy(id)).toMatchObject({ snoozedUntil: null });
    expect(await incidentBy(later.id)).toMatchObject({ snoozedUntil: later.snoozedUntil });
    const soon = await createIncident({ snoozedUntil: new Date(Date.now() + 700) });
    expect(await endSnoozes()).toBeLessThanOrEqual(700);
    expect(await incidentBy(soon.id)).toMatchObject({ snoozedUntil: soon.snoozedUntil });
  });

  test("ends once, however many workers look at once", async () => {
    const { id } = await createIncident({ snoozedUntil: new Date(Date.now() - 1000) });
    await Promise.all(Array.from({ length: 5 }, endSnoozes));
    expect((await timelineOf(id)).filter(({ kind }) => kind === "snooze_ended")).toHaveLength(1);
  });
});

describe("the nightly house-keeping", () => {
  const dueAt = async () => (await db().select().from(duties))[0]?.dueAt.getTime() ?? 0;

  test("is one worker's, and then waits for the next night", async () => {
    await db()
      .update(duties)
      .set({ dueAt: new Date(Date.now() - 1000) });
    await Promise.all([keepHouseNightly(), keepHouseNightly()]);
    expect(await dueAt()).toBe(nextNight(new Date()).getTime());
    await keepHouseNightly();
    expect(await dueAt()).toBe(nextNight(new Date()).getTime());
  });

  test.each([
    ["2026-11-21T03:16:59Z", "2026-11-21T03:17:00.000Z"],
    ["2026-11-21T03:17:00Z", "2026-11-22T03:17:00.000Z"],
    ["2026-12-31T12:00:00Z", "2027-01-01T03:17:00.000Z"],
  ])("after %s comes at %s", (at, next) => {
    expect(nextNight(new Date(at)).toISOString()).toBe(next);
  });
});
