import { beforeAll, beforeEach, expect, test } from "vitest";
import { sql } from "#db/client";
import { newId } from "#db/id";
import { fill, testDatabase } from "#db/testing";
import { blocksRead } from "#db/testing-reads";
import { rejected } from "#lib/delivery/attempt";
import { type Claimed, claim, nextDue } from "#lib/delivery/claim";
import { settle } from "#lib/delivery/settle";
import { createDelivery, createDestinationRow } from "#lib/delivery/testing";
import { registerWorker } from "#lib/delivery/worker-row";

const plenty = { free: 128, retry: 64, unproven: 48, reserved: 32, answering: [], caps: {} };
let alice: string;
let destination: string;

beforeAll(async () => {
  await testDatabase();
});
beforeEach(async () => {
  await sql()`truncate deliveries, destinations, platform_events, workers, attempts, destination_stats cascade`;
  alice = newId();
  await registerWorker(sql(), alice, "alice");
  destination = await createDestinationRow({ url: "https://a.example" });
});

test("a claim beside a hundred thousand deliveries that wait for their next try reads no more than beside a thousand", async () => {
  const due: string[] = [];
  const dueOne = async () => due.push(await createDelivery(await createDestinationRow({ url: "https://b.example" })));
  const claimed: string[] = [];
  const claimAll = async () => {
    claimed.push(...(await claim(sql(), alice, plenty, new Date())).map(({ id }) => id));
    expect(await nextDue(sql(), new Date())).not.toBeNull();
  };
  await dueOne();
  await addWaiting(1, 1_000);
  const beside1000 = await blocksRead("deliveries", claimAll);
  await dueOne();
  await addWaiting(1_001, 100_000);
  const beside100000 = await blocksRead("deliveries", claimAll);
  expect(claimed).toEqual(due);
  expect(beside100000).toBeLessThan(3 * beside1000);
});

test("a claim beside a hundred thousand that are due reads no more than beside a thousand", async () => {
  await createDelivery(destination);
  const claimAll = async () => expect(await claim(sql(), alice, plenty, new Date())).not.toEqual([]);
  await addWaiting(1, 1_000, "0 minutes");
  const beside1000 = await blocksRead("deliveries", claimAll);
  await sql()`update deliveries set state = 'pending', worker_id = null, claimed_at = null where state = 'in_flight'`;
  await addWaiting(1_001, 100_000, "0 minutes");
  const beside100000 = await blocksRead("deliveries", claimAll);
  expect(beside100000).toBeLessThan(3 * beside1000);
});

test("a batch of results beside eight thousand in flight reads no more than beside a thousand", async () => {
  await createDelivery(destination);
  const [sample] = await claim(sql(), alice, plenty, new Date());
  if (!sample) throw new Error("nothing claimed");
  await addInFlight(1, 1_000);
  const beside1000 = await blocksRead("deliveries", () => settleBatch(sample));
  await addInFlight(1_001, 8_000);
  const beside8000 = await blocksRead("deliveries", () => settleBatch(sample));
  expect(beside8000).toBeLessThan(3 * beside1000);
});

async function addWaiting(from: number, to: number, wait = "30 minutes"): Promise<void> {
  await fill(
    (patiently) => patiently`
    insert into deliveries (event_id, destination_id, kind, state, created_at, due_at, attempt, replay_number)
    select (select id from platform_events limit 1), ${destination}, 'replay', 'pending', now(), now() + ${wait}::interval, 0, n from generate_series(${from}::int, ${to}::int) n`,
  );
  await sql()`analyze deliveries`;
}

async function addInFlight(from: number, to: number): Promise<void> {
  await sql()`
    insert into deliveries (event_id, destination_id, kind, state, created_at, due_at, attempt, claim, worker_id, claimed_at, replay_number)
    select (select id from platform_events limit 1), ${destination}, 'replay', 'in_flight', now(), now(), 1, 1, ${alice}, now(), n from generate_series(${from}::int, ${to}::int) n`;
  await sql()`analyze deliveries`;
}

async function settleBatch(sample: Claimed): Promise<void> {
  const rows = await sql()`select id from deliveries where state = 'in_flight' and id <> ${sample.id} limit 200`;
  const attempted = {
    ...rejected("", new Date()),
    ...{ class: "delivered" as const, next: "delivered" as const, error: null },
  };
  const batch = rows.map(({ id }) => ({ claimed: { ...sample, id: String(id), claim: 1 }, attempted }));
  expect((await settle(sql(), alice, batch, new Date())).written.size).toBe(200);
}
