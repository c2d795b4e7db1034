import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { sql } from "#db/client";
import { newId } from "#db/id";
import { testDatabase } from "#db/testing";
import { deliveryLanes } from "#db/vocabulary";
import { rejected } from "#lib/delivery/attempt";
import { type Claimed, claim, type Room } from "#lib/delivery/claim";
import { settle } from "#lib/delivery/settle";
import { putBackForgotten } from "#lib/delivery/sweep";
import { createDelivery, createDestinationRow, stateOf } from "#lib/delivery/testing";
import { registerWorker, removeWorker } from "#lib/delivery/worker-row";

const plenty: Room = { free: 128, retry: 64, unproven: 48, reserved: 32, answering: [], caps: {} };
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

describe("claim", () => {
  test("takes what is due, with all that sending needs", async () => {
    const destination = await createDestinationRow({ url: "https://a.example/x", secret: "geheim" });
    const due = await createDelivery(destination, { number: 7 });
    await createDelivery(destination, { dueAt: new Date(Date.now() + 60_000) });
    const [claimed, ...others] = await claimFor(alice);
    expect(others).toEqual([]);
    expect(claimed).toMatchObject({
      id: due,
      claim: 1,
      attempt: 1,
      kind: "event",
      standing: "proven",
      destination: { id: destination, type: "webhook", config: { url: "https://a.example/x" } },
    });
    expect(claimed?.event).toMatchObject({ type: "incident.triggered", payload: { incident: { alertCount: 7 } } });
    expect(await stateOf(due)).toMatchObject({ state: "in_flight", workerId: alice });
  });

  test("leaves what it has no channel for to a worker that has", async () => {
    const destination = await createDestinationRow({ url: "https://a.example" }, { type: "carrier-pigeon" });
    const id = await createDelivery(destination);
    expect(await claimFor(alice)).toEqual([]);
    expect(await stateOf(id)).toMatchObject({ state: "pending", attempt: 0 });
  });

  test("takes at most the cap of a destination, for all workers together", async () => {
    const destination = await createDestinationRow({ url: "https://a.example" });
    for (let at = 0; at < 12; at++) await createDelivery(destination);
    expect(await claimFor(alice)).toHaveLength(4);
    expect(await claimFor(bob)).toHaveLength(0);
  });

  test("takes pages first, whatever fell due before them, and the first page before others", async () => {
    const [busy, pager] = [
      await createDestinationRow({ url: "https://a.example" }),
      await createDestinationRow({ url: "https://b.example" }),
    ];
    const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);
    for (let at = 0; at < 5; at++) await createDelivery(busy, { dueAt: minutesAgo(60 - at) });
    const [replay, event, page, firstPage] = [
      await createDelivery(pager, { lane: deliveryLanes.replay, dueAt: minutesAgo(4) }),
      await createDelivery(pager, { lane: deliveryLanes.event, dueAt: minutesAgo(3) }),
      await createDelivery(pager, { lane: deliveryLanes.page, dueAt: minutesAgo(2) }),
      await createDelivery(pager, { lane: deliveryLanes.firstPage, dueAt: minutesAgo(1) }),
    ];
    const two = { ...plenty, free: 2, reserved: 0 };
    expect(ids(await claimFor(alice, two))).toEqual([page, firstPage].toSorted());
    const rest = await claimFor(alice);
    expect(ids(rest)).toEqual(expect.arrayContaining([event, replay]));
  });

  test("of a subject takes the oldest for each address", async () => {
    const destination = await createDestinationRow({ url: "https://a.example" });
    const incidentId = newId();
    const [ops, dev] = [{ room: "ops" }, { room: "dev" }];
    const first = await createDelivery(destination, { incidentId, address: ops });
    await createDelivery(destination, { incidentId, address: ops });
    const other = await createDelivery(destination, { incidentId, address: dev });
    const claimed = await claimFor(alice);
    expect(ids(claimed)).toEqual([first, other].toSorted());
    expect(claimed.find(({ id }) => id === other)?.address).toEqual(dev);
  });

  test("takes no more at once than the channel bears", async () => {
    const config = { to: "a@example.com", from: "b@example.com", host: "smtp.example.com" };
    const destination = await createDestinationRow({ url: "https://a.example" }, { type: "email", config });
    for (let at = 0; at < 5; at++) await createDelivery(destination);
    await removeWorker(sql(), bob);
    expect(await claimFor(alice, { ...plenty, caps: { [destination]: 32 } })).toHaveLength(3);
  });

  test("two workers claiming at the same moment never take the same delivery, nor together more than a destination allows", async () => {
    const caps: Record<string, number> = {};
    for (let at = 0; at < 10; at++) {
      const destination = await createDestinationRow({ url: "https://a.example" }, { maxInflight: 6 });
      caps[destination] = 32;
      for (let n = 0; n < 10; n++) await createDelivery(destination);
    }
    const claims = (await Promise.all([alice, bob].map((worker) => claimFor(worker, { ...plenty, caps })))).flat();
    expect(new Set(ids(claims)).size).toBe(claims.length);
    for (const destination of Object.keys(caps)) {
      const flying = claims.filter((one) => one.destination.id === destination).length;
      expect(flying).toBeGreaterThanOrEqual(3);
      expect(flying).toBeLessThanOrEqual(6);
    }
    const rest = (await claimFor(alice, { ...plenty, caps })).concat(await claimFor(bob, { ...plenty, caps }));
    expect(claims.length + rest.length).toBe(60);
  });

  test("a quick destination gets more, the others and what the destination allows stay as they are", async () => {
    const [quick, usual, narrow] = [
      await createDestinationRow({ url: "https://a.example" }),
      await createDestinationRow({ url: "https://b.example" }),
      await createDestinationRow({ url: "https://c.example" }, { maxInflight: 2 }),
    ];
    for (const destination of [quick, usual, narrow]) for (let at = 0; at < 20; at++) await createDelivery(destination);
    await removeWorker(sql(), bob);
    const claimed = await claimFor(alice, { ...plenty, caps: { [quick]: 16, [narrow]: 16 } });
    const flyingTo = (destination: string) => claimed.filter((one) => one.destination.id === destination).length;
    expect([flyingTo(quick), flyingTo(usual), flyingTo(narrow)]).toEqual([16, 4, 2]);
    expect(await claimFor(alice, { ...plenty, caps: { [quick]: 8 } })).toEqual([]);
  });

  test("what all workers have in flight counts, also for a quick destination", async () => {
    const destination = await createDestinationRow({ url: "https://a.example" });
    for (let at = 0; at < 20; at++) await createDelivery(destination);
    expect(await claimFor(bob)).toHaveLength(4);
    expect(await claimFor(alice, { ...plenty, caps: { [destination]: 8 } })).toHaveLength(4);
    expect(await claimFor(bob, { ...plenty, caps: { [destination]: 8 } })).toHaveLength(0);
  });

  test.each([
    ["degraded", { consecutiveFailures: 3 }],
    ["not proven", { provenAt: new Date(Date.now() - 3_600_000) }],
  ])("a destination that is %s gets one, however quick it was", async (_, overrides) => {
    const destination = await createDestinationRow({ url: "https://a.example" }, overrides);
    for (let at = 0; at < 6; at++) await createDelivery(destination);
    expect(await claimFor(alice, { ...plenty, caps: { [destination]: 32 } })).toHaveLength(1);
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
    const fail = async () =>
      settle(
        sql(),
        alice,
        (await claimFor(alice)).map((claimed) => ({ claimed, attempted: refused() })),
        new Date(),
      );
    await fail();
    expect(await stateOf(head)).toMatchObject({ state: "pending", attempt: 16 });
    expect(await claimFor(alice)).toEqual([]);
    await sql()`update deliveries set due_at = now() - interval '1 second' where id = ${head}`;
    await fail();
    expect(await stateOf(head)).toMatchObject({ state: "exhausted", attempt: 17 });
    expect(ids(await claimFor(alice))).toEqual([next]);
  });

  test("of a degraded destination one at a time, among the retries; one success restores the cap", async () => {
    const destination = await createDestinationRow({ url: "https://a.example" }, { consecutiveFailures: 3 });
    for (let at = 0; at < 6; at++) await createDelivery(destination);
    const probe = await claimFor(alice);
    expect(probe).toMatchObject([{ standing: "retry" }]);
    await deliver(probe);
    expect(await claimFor(alice)).toHaveLength(4);
  });

  test("retries get no more than their share of the slots, fresh deliveries the rest", async () => {
    const destinations = await Promise.all(
      Array.from({ length: 6 }, () => createDestinationRow({ url: "https://a.example" })),
    );
    for (const destination of destinations.slice(0, 3))
      for (let at = 0; at < 4; at++)
        await createDelivery(destination, { attempt: 1, dueAt: new Date(Date.now() - 60_000) });
    for (const destination of destinations.slice(3)) for (let at = 0; at < 4; at++) await createDelivery(destination);
    const claimed = await claimFor(alice, { ...plenty, free: 10, retry: 5, reserved: 0 });
    expect(claimed.filter((one) => one.standing === "retry")).toHaveLength(5);
    expect(claimed.filter((one) => one.standing === "proven")).toHaveLength(5);
  });

  test("of a destination that has not taken anything for a while one at a time, until it does", async () => {
    const destination = await createDestinationRow(
      { url: "https://a.example" },
      { provenAt: new Date(Date.now() - 3_600_000) },
    );
    for (let at = 0; at < 6; at++) await createDelivery(destination);
    const first = await claimFor(alice);
    expect(first).toMatchObject([{ standing: "unproven" }]);
    expect(await claimFor(bob)).toEqual([]);
    await deliver(first);
    expect(await claimFor(alice)).toHaveLength(4);
  });

  test("nothing more of a destination that lets a delivery hang", async () => {
    const destination = await createDestinationRow({ url: "https://a.example" });
    await createDelivery(destination);
    const start = Date.now() + 60_000;
    await claimFor(alice, plenty, new Date(start));
    await createDelivery(destination);
    expect(await claimFor(alice, plenty, new Date(start + 1_000))).toHaveLength(1);
    await createDelivery(destination);
    expect(await claimFor(alice, plenty, new Date(start + 60_000))).toEqual([]);
  });

  test("the last slots are for destinations that have nothing in flight or answer", async () => {
    const busy = await createDestinationRow({ url: "https://a.example" });
    const quiet = await createDestinationRow({ url: "https://b.example" });
    for (let at = 0; at < 4; at++) await createDelivery(busy, { dueAt: new Date(Date.now() - 60_000) });
    const late = await createDelivery(quiet);
    const claimed = await claimFor(alice, { ...plenty, free: 4, reserved: 1 });
    expect(claimed).toHaveLength(3);
    expect(ids(claimed)).toContain(late);
    for (let at = 0; at < 4; at++) await createDelivery(quiet);
    const more = await claimFor(alice, { ...plenty, free: 2, reserved: 2, answering: [quiet] });
    expect(more.map((one) => one.destination.id)).toEqual([quiet, quiet]);
  });

  test("the last slots are not for what a quick destination gets beyond the first few", async () => {
    const quick = await createDestinationRow({ url: "https://a.example" });
    const quiet = await createDestinationRow({ url: "https://b.example" });
    for (let at = 0; at < 20; at++) await createDelivery(quick, { dueAt: new Date(Date.now() - 60_000) });
    const late = await createDelivery(quiet);
    const room = { ...plenty, answering: [quick], caps: { [quick]: 16 } };
    const claimed = await claimFor(alice, { ...room, free: 8, reserved: 4 });
    expect(claimed).toHaveLength(5);
    expect(ids(claimed)).toContain(late);
    expect(await claimFor(alice, { ...room, free: 12, reserved: 4 })).toHaveLength(8);
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
});

test("a claim whose answer was lost is put back without using up an attempt", async () => {
  const destination = await createDestinationRow({ url: "https://a.example" });
  const known = await createDelivery(destination);
  const [flying] = await claimFor(alice);
  const forgotten = await createDelivery(destination);
  await claimFor(alice);
  const now = new Date();
  expect(await putBackForgotten(sql(), alice, [flying?.id ?? ""], now, new Date(now.getTime() - 60_000))).toBe(0);
  expect(await putBackForgotten(sql(), alice, [flying?.id ?? ""], now)).toBe(1);
  expect(await stateOf(known)).toMatchObject({ state: "in_flight" });
  expect(await stateOf(forgotten)).toMatchObject({ state: "pending", attempt: 0 });
});
