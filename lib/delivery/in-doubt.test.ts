import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { sql } from "#db/client";
import { testDatabase } from "#db/testing";
import { shiftClock } from "#lib/clock";
import { claim } from "#lib/delivery/claim";
import { Engine } from "#lib/delivery/engine";
import { createDelivery, createDestinationRow, localHttp, startReceiver, stateOf } from "#lib/delivery/testing";
import { registerWorker } from "#lib/delivery/worker-row";

const http = localHttp();
const plenty = { free: 128, retry: 64, unproven: 48, reserved: 32, answering: [], caps: {} };
let engine: Engine;

beforeAll(async () => void (await testDatabase()));
beforeEach(async () => {
  await sql()`truncate deliveries, destinations, platform_events, workers, attempts, destination_stats cascade`;
  engine = new Engine({
    http,
    ...{ slots: 128, retrySlots: 64, unprovenSlots: 48, reservedSlots: 32 },
    ...{ heartbeatMs: 3_000, lifetimeMs: 10_000, sweepMs: 2_000, onLost: () => {} },
  });
  await registerWorker(sql(), engine.workerId, "alice");
});
afterEach(() => shiftClock(0));

test("what a claim took after we gave up on its answer is put back once that is certain", async () => {
  const id = await createDelivery(await createDestinationRow({ url: "https://a.example" }));
  await claim(sql(), engine.workerId, plenty, new Date());
  await engine.sweep();
  expect(await stateOf(id)).toMatchObject({ state: "in_flight" });
  shiftClock(30_000);
  await engine.sweep();
  expect(await stateOf(id)).toMatchObject({ state: "pending", attempt: 0 });
});

test("what was made but has no result that can be written is not made again at once", async () => {
  await sql()`create function refuse() returns trigger language plpgsql as $$ begin raise 'no' using errcode = '23514'; end $$`;
  await sql()`create trigger refuse before insert on attempts for each row execute function refuse()`;
  const there = await startReceiver();
  const id = await createDelivery(await createDestinationRow({ url: there.url }));
  await engine.takeDue();
  await expect.poll(() => there.received.length).toBe(1);
  await engine.land(60_000);
  shiftClock(30_000);
  await engine.sweep();
  expect(await stateOf(id)).toMatchObject({ state: "in_flight", attempt: 1 });
  await sql()`drop trigger refuse on attempts`;
  await there.close();
});
