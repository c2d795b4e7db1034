import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { sql } from "#db/client";
import { newId } from "#db/id";
import { testDatabase } from "#db/testing";
import { rejected } from "#lib/delivery/attempt";
import { type Claimed, claim } from "#lib/delivery/claim";
import { settle } from "#lib/delivery/settle";
import { putBackLost } from "#lib/delivery/sweep";
import { createDelivery, createDestinationRow, stateOf } from "#lib/delivery/testing";
import { registerWorker, removeWorker } from "#lib/delivery/worker-row";

const plenty = { free: 128, retry: 64, unproven: 48, reserved: 32, answering: [], caps: {} };
let alice: string;
let bob: string;

beforeAll(async () => {
  await testDatabase();
});
beforeEach(async () => {
  await sql()`truncate deliveries, destinations, platform_events, workers, attempts, destination_stats cascade`;
  [alice, bob] = [newId(), newId()];
  await registerWorker(sql(), alice, "alice");
  await registerWorker(sql(), bob, "bob");
});

const claimFor = (worker: string, limits = plenty, now = new Date()) => claim(sql(), worker, limits, now);
const deliver = (claimed: Claimed[]) =>
  settle(
    sql(),
    alice,
    claimed.map((one) => ({ claimed: one, attempted: delivered() })),
    new Date(),
  );
const delivered = () => ({
  ...rejected("", new Date()),
  class: "delivered" as const,
  next: "delivered" as const,
  error: null,
});
const refused = () => ({
  ...rejected("no", new Date()),
  class: "refused_status" as const,
  next: "retry" as const,
  status: 500,
});

describe("settle", () => {
  test("a result of an older claim is fenced off: nothing of it is written", async () => {
    const id = await createDelivery(await createDestinationRow({ url: "https://a.example" }));
    const [stale] = await claimFor(alice);
    if (!stale) throw new Error("nothing claimed");
    await removeWorker(sql(), alice);
    expect(await putBackLost(sql(), new Date())).toBe(1);
    const [fresh] = await claimFor(bob);
    expect(fresh).toMatchObject({ id, claim: 2, attempt: 2 });
    const late = await settle(sql(), alice, [{ claimed: stale, attempted: refused() }], new Date());
    expect(late).toEqual({ written: new Set(), next: [] });
    expect(await stateOf(id)).toMatchObject({ state: "in_flight", claim: 2, workerId: bob });
    const logged = await sql()`select class from attempts where delivery_id = ${id}`;
    expect(logged.map((row) => row.class)).toEqual(["interrupted"]);
  });

  test("a result that comes after the delivery was put back, but before anybody took it, counts", async () => {
    const id = await createDelivery(await createDestinationRow({ url: "https://a.example" }));
    const claimed = await claimFor(alice);
    await removeWorker(sql(), alice);
    await putBackLost(sql(), new Date());
    await deliver(claimed);
    expect(await stateOf(id)).toMatchObject({ state: "delivered" });
    expect(await claimFor(bob)).toEqual([]);
  });

  test("a result that is written again, because nobody heard that it was, counts once", async () => {
    const destination = await createDestinationRow({ url: "https://a.example" });
    await createDelivery(destination);
    const results = (await claimFor(alice)).map((claimed) => ({ claimed, attempted: refused() }));
    const now = new Date();
    for (let time = 0; time < 2; time++) await settle(sql(), alice, results, now);
    expect(await sql()`select ok, bad from destination_stats`).toEqual([{ ok: 0, bad: 1 }]);
    expect(await sql()`select consecutive_failures as n from destinations where id = ${destination}`).toEqual([
      { n: 1 },
    ]);
    expect(await sql()`select n from attempts`).toHaveLength(1);
  });

  test("an interrupted attempt is put back as if it had not been, but is in the log", async () => {
    const id = await createDelivery(await createDestinationRow({ url: "https://a.example" }));
    const claimed = await claimFor(alice);
    const interrupted = { ...refused(), class: "interrupted" as const, status: null };
    await settle(
      sql(),
      alice,
      claimed.map((one) => ({ claimed: one, attempted: interrupted })),
      new Date(),
    );
    expect(await stateOf(id)).toMatchObject({ state: "pending", attempt: 0, lastClass: "interrupted" });
    expect((await stateOf(id)).dueAt.getTime()).toBeLessThanOrEqual(Date.now());
  });

  test("Retry-After holds back the delivery and the whole destination", async () => {
    const destination = await createDestinationRow({ url: "https://a.example" });
    const id = await createDelivery(destination);
    await createDelivery(destination, { dueAt: new Date(Date.now() + 30_000) });
    const now = new Date();
    const claimed = await claimFor(alice);
    await settle(
      sql(),
      alice,
      claimed.map((one) => ({ claimed: one, attempted: { ...refused(), retryAfterSeconds: 60 } })),
      now,
    );
    expect((await stateOf(id)).dueAt).toEqual(new Date(now.getTime() + 60_000));
    expect(await claimFor(alice, plenty, new Date(now.getTime() + 59_000))).toEqual([]);
    expect(await claimFor(alice, plenty, new Date(now.getTime() + 61_000))).not.toEqual([]);
  });

  test("counts good and bad attempts, not those that say nothing about the receiver", async () => {
    const destination = await createDestinationRow({ url: "https://a.example" });
    for (let at = 0; at < 4; at++) await createDelivery(destination);
    const kinds = [
      delivered(),
      refused(),
      rejected("blocked", new Date()),
      { ...refused(), class: "interrupted" as const },
    ];
    const claimed = await claimFor(alice);
    await settle(
      sql(),
      alice,
      claimed.map((one, at) => ({ claimed: one, attempted: kinds[at] ?? refused() })),
      new Date(),
    );
    expect(await sql()`select ok, bad from destination_stats where destination_id = ${destination}`).toMatchObject([
      { ok: 1, bad: 1 },
    ]);
    const states = await sql().of(
      z.object({ state: z.string() }),
    )`select state from deliveries where destination_id = ${destination} order by state`;
    expect(states.map((row) => row.state)).toEqual(["delivered", "exhausted", "pending", "pending"]);
  });
});
