import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { sql } from "#db/client";
import { testDatabase } from "#db/testing";
import { rejected } from "#lib/delivery/attempt";
import { type Claimed, claim, nextDue } from "#lib/delivery/claim";
import { settle } from "#lib/delivery/settle";
import { putBackForgotten, putBackLost } from "#lib/delivery/sweep";
import { createDelivery, createDestinationRow, stateOf } from "#lib/delivery/testing";
import { registerWorker, removeWorker } from "#lib/delivery/worker-row";
import { newId } from "#lib/id";

const plenty = { free: 128, freeForRetries: 64 };
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
const ids = (claimed: Claimed[]) => claimed.map((one) => one.id).toSorted();
const deliver = (claimed: Claimed[]) => settle(sql(), alice, claimed.map((one) => ({ claimed: one, attempted: delivered() })), new Date());
const delivered = () => ({ ...rejected("", new Date()), class: "delivered" as const, next: "delivered" as const, error: null });
const refused = () => ({ ...rejected("no", new Date()), class: "refused_status" as const, next: "retry" as const, status: 500 });

describe("claim", () => {
  test("takes what is due, with all that sending needs", async () => {
    const destination = await createDestinationRow({ url: "https://a.example/x", secret: "geheim" });
    const due = await createDelivery(destination, { number: 7 });
    await createDelivery(destination, { dueAt: new Date(Date.now() + 60_000) });
    const [claimed, ...others] = await claimFor(alice);
    expect(others).toEqual([]);
    expect(claimed).toMatchObject({ id: due, claim: 1, attempt: 1, kind: "event", retry: false, destination: { id: destination, type: "webhook", config: { url: "https://a.example/x" } } });
    expect(claimed?.event).toMatchObject({ type: "incident.triggered", payload: { incident: { alertCount: 7 } } });
    expect(await stateOf(due)).toMatchObject({ state: "in_flight", workerId: alice });
  });

  test("takes at most the cap of a destination, for all workers together", async () => {
    const destination = await createDestinationRow({ url: "https://a.example" });
    for (let at = 0; at < 12; at++) await createDelivery(destination);
    expect(await claimFor(alice)).toHaveLength(4);
    expect(await claimFor(bob)).toHaveLength(0);
  });

  test("two workers claiming at the same moment never take the same delivery, and one destination gets at most one cap from each", async () => {
    const destinations = await Promise.all(Array.from({ length: 10 }, () => createDestinationRow({ url: "https://a.example" })));
    for (const destination of destinations) for (let at = 0; at < 10; at++) await createDelivery(destination);
    const claims = await Promise.all([claimFor(alice), claimFor(bob), claimFor(alice), claimFor(bob)]);
    const taken = claims.flat().map((one) => one.id);
    expect(new Set(taken).size).toBe(taken.length);
    for (const destination of destinations) {
      const flying = claims.flat().filter((one) => one.destination.id === destination).length;
      expect(flying).toBeGreaterThanOrEqual(4);
      expect(flying).toBeLessThanOrEqual(8);
    }
  });

  test("of one incident only the oldest, until it is settled", async () => {
    const destination = await createDestinationRow({ url: "https://a.example" });
    const incidentId = newId();
    const first = await createDelivery(destination, { incidentId, number: 1 });
    const second = await createDelivery(destination, { incidentId, number: 2 });
    const other = await createDelivery(destination);
    const claimed = await claimFor(alice);
    expect(ids(claimed)).toEqual([first, other].toSorted());
    expect(await claimFor(bob)).toEqual([]);
    await deliver(claimed);
    expect(ids(await claimFor(bob))).toEqual([second]);
  });

  test("an incident waits while its oldest is tried again, and goes on when that is exhausted", async () => {
    const destination = await createDestinationRow({ url: "https://a.example" });
    const incidentId = newId();
    const head = await createDelivery(destination, { incidentId, attempt: 15 });
    const next = await createDelivery(destination, { incidentId });
    const fail = async () => settle(sql(), alice, (await claimFor(alice)).map((claimed) => ({ claimed, attempted: refused() })), new Date());
    await fail();
    expect(await stateOf(head)).toMatchObject({ state: "pending", attempt: 16 });
    expect(await claimFor(alice)).toEqual([]);
    await sql()`update deliveries set due_at = now() - interval '1 second' where id = ${head}`;
    await fail();
    expect(await stateOf(head)).toMatchObject({ state: "exhausted", attempt: 17 });
    expect(ids(await claimFor(alice))).toEqual([next]);
  });

  test("of a degraded destination one at a time, in the retry lane; one success restores the cap", async () => {
    const destination = await createDestinationRow({ url: "https://a.example" }, { consecutiveFailures: 3 });
    for (let at = 0; at < 6; at++) await createDelivery(destination);
    const probe = await claimFor(alice);
    expect(probe).toMatchObject([{ retry: true }]);
    await deliver(probe);
    expect(await claimFor(alice)).toHaveLength(4);
  });

  test("retries get no more than their share of the slots, fresh deliveries the rest", async () => {
    const destinations = await Promise.all(Array.from({ length: 6 }, () => createDestinationRow({ url: "https://a.example" })));
    for (const destination of destinations.slice(0, 3)) for (let at = 0; at < 4; at++) await createDelivery(destination, { attempt: 1, dueAt: new Date(Date.now() - 60_000) });
    for (const destination of destinations.slice(3)) for (let at = 0; at < 4; at++) await createDelivery(destination);
    const claimed = await claimFor(alice, { free: 10, freeForRetries: 5 });
    expect(claimed.filter((one) => one.retry)).toHaveLength(5);
    expect(claimed.filter((one) => !one.retry)).toHaveLength(5);
  });

  test("nothing of destinations that are disabled, deleted or asked for peace", async () => {
    const later = new Date(Date.now() + 60_000);
    for (const overrides of [{ disabledAt: new Date() }, { deletedAt: new Date() }, { notBefore: later }]) {
      await createDelivery(await createDestinationRow({ url: "https://a.example" }, overrides));
    }
    expect(await claimFor(alice)).toEqual([]);
    expect(await claimFor(alice, plenty, new Date(later.getTime() + 1))).toHaveLength(1);
  });

  test("a worker that was declared dead takes nothing", async () => {
    await createDelivery(await createDestinationRow({ url: "https://a.example" }));
    await removeWorker(sql(), alice);
    expect(await claimFor(alice)).toEqual([]);
    expect(await claimFor(bob)).toHaveLength(1);
  });

  test("stays fast beside a hundred thousand deliveries that wait for their next try", async () => {
    const destination = await createDestinationRow({ url: "https://a.example" });
    const due = await createDelivery(await createDestinationRow({ url: "https://b.example" }));
    await sql()`
      insert into deliveries (event_id, destination_id, kind, state, created_at, due_at, attempt, replay_number)
      select (select id from platform_events limit 1), ${destination}, 'replay', 'pending', now(), now() + interval '30 minutes', 1, n from generate_series(1, 100000) n`;
    await sql()`analyze deliveries`;
    await claimFor(bob, { free: 0, freeForRetries: 0 });
    const started = performance.now();
    expect(ids(await claimFor(alice))).toEqual([due]);
    const claimMs = performance.now() - started;
    expect(await nextDue(sql(), new Date())).not.toBeNull();
    expect(claimMs).toBeLessThan(250);
  });
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
    expect(await settle(sql(), alice, [{ claimed: stale, attempted: refused() }], new Date())).toEqual(new Set());
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

  test("an interrupted attempt is put back as if it had not been, but is in the log", async () => {
    const id = await createDelivery(await createDestinationRow({ url: "https://a.example" }));
    const claimed = await claimFor(alice);
    const interrupted = { ...refused(), class: "interrupted" as const, status: null };
    await settle(sql(), alice, claimed.map((one) => ({ claimed: one, attempted: interrupted })), new Date());
    expect(await stateOf(id)).toMatchObject({ state: "pending", attempt: 0, lastClass: "interrupted" });
    expect((await stateOf(id)).dueAt.getTime()).toBeLessThanOrEqual(Date.now());
  });

  test("Retry-After holds back the delivery and the whole destination", async () => {
    const destination = await createDestinationRow({ url: "https://a.example" });
    const id = await createDelivery(destination);
    await createDelivery(destination, { dueAt: new Date(Date.now() + 1_000) });
    const now = new Date();
    const claimed = await claimFor(alice);
    await settle(sql(), alice, claimed.map((one) => ({ claimed: one, attempted: { ...refused(), retryAfterSeconds: 60 } })), now);
    expect((await stateOf(id)).dueAt).toEqual(new Date(now.getTime() + 60_000));
    expect(await claimFor(alice, plenty, new Date(now.getTime() + 59_000))).toEqual([]);
    expect(await claimFor(alice, plenty, new Date(now.getTime() + 61_000))).not.toEqual([]);
  });

  test("counts good and bad attempts, not those that say nothing about the receiver", async () => {
    const destination = await createDestinationRow({ url: "https://a.example" });
    for (let at = 0; at < 4; at++) await createDelivery(destination);
    const kinds = [delivered(), refused(), rejected("blocked", new Date()), { ...refused(), class: "interrupted" as const }];
    const claimed = await claimFor(alice);
    await settle(sql(), alice, claimed.map((one, at) => ({ claimed: one, attempted: kinds[at] ?? refused() })), new Date());
    expect(await sql()`select ok, bad from destination_stats where destination_id = ${destination}`).toMatchObject([{ ok: 1, bad: 1 }]);
    const states = await sql()<{ state: string }[]>`select state from deliveries where destination_id = ${destination} order by state`;
    expect(states.map((row) => row.state)).toEqual(["delivered", "exhausted", "pending", "pending"]);
  });

  test("thousands of results in batches take seconds, not minutes", async () => {
    const destination = await createDestinationRow({ url: "https://a.example" });
    await createDelivery(destination);
    await sql()`
      insert into deliveries (event_id, destination_id, kind, state, created_at, due_at, attempt, claim, worker_id, claimed_at, replay_number)
      select (select id from platform_events limit 1), ${destination}, 'replay', 'in_flight', now(), now(), 1, 1, ${alice}, now(), n from generate_series(1, 4000) n`;
    await sql()`analyze deliveries`;
    const rows = await sql()<{ id: string }[]>`select id from deliveries where state = 'in_flight'`;
    const [sample] = await claimFor(bob);
    const base = sample ?? { claim: 1, attempt: 1, kind: "event" as const, retry: false, incidentId: null, event: { id: "", type: "", payload: {}, occurredAt: new Date() }, destination: { id: destination, type: "webhook", config: {}, secrets: null } };
    const started = performance.now();
    for (let at = 0; at < rows.length; at += 200) {
      const batch = rows.slice(at, at + 200).map(({ id }) => ({ claimed: { ...base, id, claim: 1 }, attempted: delivered() }));
      expect((await settle(sql(), alice, batch, new Date())).size).toBe(batch.length);
    }
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

test("a claim whose answer was lost is put back without using up an attempt", async () => {
  const destination = await createDestinationRow({ url: "https://a.example" });
  const known = await createDelivery(destination);
  const [flying] = await claimFor(alice);
  const forgotten = await createDelivery(destination);
  await claimFor(alice);
  await putBackForgotten(sql(), alice, [flying?.id ?? ""], new Date());
  expect(await stateOf(known)).toMatchObject({ state: "in_flight" });
  expect(await stateOf(forgotten)).toMatchObject({ state: "pending", attempt: 0 });
});
