import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { db, sql } from "#db/client";
import { incidentBy } from "#db/queries/incidents";
import { timelineOf } from "#db/queries/timeline";
import { platformEvents } from "#db/schema/delivery";
import { testDatabase } from "#db/testing";
import { transaction } from "#db/transaction";
import { snooze } from "#lib/incidents/snooze";
import { alice, createIncident } from "#lib/incidents/testing-incidents";
import { startTimers, type Timers } from "#lib/timers/start";
import { sweepSnoozes } from "#lib/timers/tasks/sweep-snoozes";

const patienceMs = 50_000;
let timers: Timers;

beforeAll(async () => {
  await testDatabase();
  timers = await startTimers();
});

afterAll(() => timers.stop());

describe("a snooze", () => {
  test("ends by itself at its moment, with an entry of Tocsin's own and an event", async () => {
    const { id } = await createIncident({ status: "acknowledged" });
    const now = new Date();
    const until = new Date(now.getTime() + 1500);
    await snooze(id, until, { actor: alice, now });
    await vi.waitFor(
      async () => expect(await incidentBy(id)).toMatchObject({ status: "triggered", snoozedUntil: null }),
      { timeout: patienceMs, interval: 100 },
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

  test("ends by the sweep when its own timer was lost", async () => {
    const { id } = await createIncident({ snoozedUntil: new Date(Date.now() - 1000) });
    const later = await createIncident({ snoozedUntil: new Date(Date.now() + 60_000) });
    await sweepSnoozes();
    expect(await incidentBy(id)).toMatchObject({ snoozedUntil: null });
    expect(await incidentBy(later.id)).toMatchObject({ snoozedUntil: later.snoozedUntil });
  });
});

describe("when a worker dies", () => {
  test("its jobs are run by another, soon after", async () => {
    const { id } = await createIncident({ snoozedUntil: new Date(Date.now() - 1000) });
    await transaction(async (_, pg) => {
      await pg`select graphile_worker.add_job('end-snooze', json_build_object('incidentId', ${id}::text), job_key => ${`snooze:${id}`})`;
      await pg`update graphile_worker._private_jobs set locked_by = 'pool-of-the-dead', locked_at = now() - interval '11 seconds' where key = ${`snooze:${id}`}`;
    });
    await vi.waitFor(
      async () => expect(await sql()`select id from graphile_worker.jobs where key = ${`snooze:${id}`}`).toEqual([]),
      { timeout: patienceMs, interval: 100 },
    );
    expect(await incidentBy(id)).toMatchObject({ snoozedUntil: null });
  });

  test("a pool that was taken for dead begins anew under another name", async () => {
    const before = await vi.waitFor(aliveOnes, { timeout: patienceMs });
    await sql()`delete from timer_heartbeats`;
    await vi.waitFor(async () => expect(await aliveOnes()).not.toEqual(before), { timeout: patienceMs, interval: 200 });
    const { id } = await createIncident();
    const now = new Date();
    await snooze(id, new Date(now.getTime() + 200), { actor: alice, now });
    await vi.waitFor(async () => expect(await incidentBy(id)).toMatchObject({ snoozedUntil: null }), {
      timeout: patienceMs,
      interval: 100,
    });
  });
});

test("stopping takes the pool out of the books, and leaves nothing locked", async () => {
  await timers.stop();
  expect(await sql()`select id from timer_heartbeats`).toEqual([]);
  expect(await sql()`select id from graphile_worker.jobs where locked_at is not null`).toEqual([]);
});

async function aliveOnes(): Promise<string[]> {
  const rows = await sql().of(z.object({ id: z.string() }))`select id from timer_heartbeats`;
  if (rows.length === 0) throw new Error("no timers are alive");
  return rows.map((row) => row.id);
}
