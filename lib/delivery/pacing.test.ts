import { eq } from "drizzle-orm";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { db, sql } from "#db/client";
import { newId } from "#db/id";
import { deliveries, destinations } from "#db/schema/delivery";
import { testDatabase } from "#db/testing";
import { rejected } from "#lib/delivery/attempt";
import { type Claimed, claim } from "#lib/delivery/claim";
import { bucketOf } from "#lib/delivery/limits";
import { settle } from "#lib/delivery/settle";
import { createDelivery } from "#lib/delivery/testing";
import { addProbes, createProbeDestination, slowPerMinute } from "#lib/delivery/testing-probe";
import { readDelivery } from "#lib/delivery/view";
import { registerWorker } from "#lib/delivery/worker-row";

const plenty = { free: 128, retry: 64, unproven: 48, reserved: 32, answering: [], caps: {} };
const start = new Date();
const after = (seconds: number) => new Date(start.getTime() + seconds * 1000);
let alice: string;
let bob: string;
let destination: string;

beforeAll(async () => {
  await testDatabase();
  addProbes();
});
beforeEach(async () => {
  await sql()`truncate deliveries, destinations, platform_events, workers, attempts, destination_stats cascade`;
  [alice, bob] = [newId(), newId()];
  await registerWorker(sql(), alice, "alice");
  await registerWorker(sql(), bob, "bob");
  destination = await createProbeDestination("http://127.0.0.1:1", "slow-probe");
});

const claimFor = (worker: string, now: Date) => claim(sql(), worker, plenty, now);
const deliver = (worker: string, claimed: Claimed[], now: Date, mayGoOn = () => false) =>
  settle(
    sql(),
    worker,
    claimed.map((one) => ({
      claimed: one,
      attempted: { ...rejected("", now), class: "delivered" as const, next: "delivered" as const, error: null },
    })),
    now,
    mayGoOn,
  );
const createDue = (more: Parameters<typeof createDelivery>[1] = {}) =>
  createDelivery(destination, { dueAt: start, createdAt: start, ...more });

test("in no minute two workers together take more than the channel bears, and nothing is lost", async () => {
  const most = 3 * slowPerMinute;
  for (let at = 0; at < most; at++) await createDue();
  const taken: { id: string; second: number }[] = [];
  for (let second = 0; taken.length < most && second < 600; second++) {
    const now = after(second);
    const both = await Promise.all([claimFor(alice, now), claimFor(bob, now)]);
    for (const [at, claimed] of both.entries()) await deliver([alice, bob][at] ?? "", claimed, now);
    taken.push(...both.flat().map(({ id }) => ({ id, second })));
  }
  expect(new Set(taken.map(({ id }) => id)).size).toBe(most);
  for (const { second: from } of taken)
    expect(taken.filter(({ second }) => second >= from && second < from + 60).length).toBeLessThanOrEqual(
      slowPerMinute,
    );
  const { burst, perSecond } = bucketOf(slowPerMinute);
  expect(taken.at(-1)?.second, "as fast as it may").toBeLessThan((most - burst) / perSecond + 2);
});

test("what waits for it says so, and until when", async () => {
  for (let at = 0; at < 3; at++) await createDue();
  const claimed = await claimFor(alice, after(1));
  expect(claimed).toHaveLength(2);
  await deliver(alice, claimed, after(1));
  const [waiting] = await db().select().from(deliveries).where(eq(deliveries.state, "pending"));
  const { nextTry } = await readDelivery(String(waiting?.id));
  expect(nextTry?.pacedTo).toBe(slowPerMinute);
  const nextToken = after(1 + 1 / bucketOf(slowPerMinute).perSecond);
  expect(nextTry?.at.getTime()).toBeCloseTo(nextToken.getTime(), -2);
  expect(await claimFor(alice, new Date(nextToken.getTime() + 10))).toHaveLength(1);
});

test("what falls due later waits for its time and not for its turn", async () => {
  for (let at = 0; at < 2; at++) await createDue();
  const later = await createDue({ dueAt: after(3_600) });
  await claimFor(alice, start);
  expect((await readDelivery(later)).nextTry).toMatchObject({ pacedTo: null, at: after(3_600) });
});

test("the next of a subject is not taken past the count", async () => {
  const incidentId = newId();
  for (let at = 0; at < 3; at++) await createDue({ incidentId });
  const claimed = await claimFor(alice, start);
  expect(claimed).toHaveLength(1);
  expect((await deliver(alice, claimed, start, () => true)).next).toEqual([]);
  expect(await claimFor(alice, start)).toHaveLength(1);
});

test("a clock that runs behind that of another worker fills nothing", async () => {
  for (let at = 0; at < 4; at++) await createDue();
  expect(await claimFor(alice, after(10))).toHaveLength(2);
  expect(await claimFor(bob, after(5))).toEqual([]);
  expect(await claimFor(bob, after(11))).toEqual([]);
});

test("while somebody changes the destination it is left alone, and nobody waits", async () => {
  await createDue();
  await db().transaction(async (tx) => {
    await tx.select().from(destinations).where(eq(destinations.id, destination)).for("update");
    expect(await claimFor(alice, start)).toEqual([]);
  });
  expect(await claimFor(alice, start)).toHaveLength(1);
});

test.each([1, 2, 5, 20, 60, 120, 600])("%d a minute is the burst and what comes after it", (perMinute) => {
  const { burst, perSecond } = bucketOf(perMinute);
  expect(burst).toBeGreaterThanOrEqual(1);
  expect(perSecond).toBeGreaterThan(0);
  if (perMinute > 1) expect(burst + perSecond * 60).toBeCloseTo(perMinute);
});
