import { eq } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { db, sql } from "#db/client";
import { newId } from "#db/id";
import { destinations } from "#db/schema/delivery";
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
let destination: string;
let incidentId: string;
/** The moment of all that happens, whatever the machine takes for it. */
let at: Date;

beforeAll(async () => {
  await testDatabase();
});
beforeEach(async () => {
  await sql()`truncate deliveries, destinations, platform_events, workers, attempts, destination_stats cascade`;
  [alice, bob, incidentId] = [newId(), newId(), newId()];
  at = new Date(Date.now() + 60_000);
  await registerWorker(sql(), alice, "alice");
  await registerWorker(sql(), bob, "bob");
  destination = await createDestinationRow({ url: "https://a.example", secret: "geheim" });
});

const claimFor = (worker: string) => claim(sql(), worker, plenty, at);
const delivered = () => ({
  ...rejected("", new Date()),
  class: "delivered" as const,
  next: "delivered" as const,
  error: null,
});
const refused = (retryAfterSeconds = 0) => ({
  ...rejected("no", new Date()),
  class: "refused_status" as const,
  next: "retry" as const,
  status: 503,
  retryAfterSeconds,
});
type Ended = { claimed: Claimed; attempted: ReturnType<typeof delivered> | ReturnType<typeof refused> };

const settleFor = async (worker: string, results: Ended[], mayGoOn = () => true) =>
  settle(sql(), worker, results, at, mayGoOn);
const ids = (claimed: Claimed[]) => claimed.map((one) => one.id).toSorted();

/** Alice has the head of the incident in flight; returns it with what waits behind it. */
async function headAndNext(next: Parameters<typeof createDelivery>[1] = {}) {
  await createDelivery(destination, { incidentId, number: 1 });
  const [head] = await claimFor(alice);
  if (!head) throw new Error("nothing claimed");
  return { head, next: await createDelivery(destination, { incidentId, number: 2, ...next }) };
}

describe("after a delivery the next of its subject", () => {
  test("is taken in the same breath, as a claim would have it", async () => {
    const { head, next } = await headAndNext();
    const third = await createDelivery(destination, { incidentId, number: 3 });
    const { written, next: taken } = await settleFor(alice, [{ claimed: head, attempted: delivered() }]);
    expect(written).toEqual(new Set([head.id]));
    expect(ids(taken)).toEqual([next]);
    await sql()`update deliveries set state = 'pending', claim = claim - 1, attempt = attempt - 1 where id = ${next}`;
    const [asClaimed] = await claimFor(alice);
    expect(taken).toEqual([asClaimed]);
    expect(await stateOf(next)).toMatchObject({ state: "in_flight", workerId: alice, claim: 1, attempt: 1 });
    expect(await stateOf(third)).toMatchObject({ state: "pending" });
  });

  test("follows the order to the end, several incidents side by side", async () => {
    const incidents = [newId(), newId(), newId()];
    for (let number = 1; number <= 4; number++)
      for (const incident of incidents) await createDelivery(destination, { incidentId: incident, number });
    const sent: Claimed[] = [];
    for (let flying = await claimFor(alice); flying.length > 0; ) {
      sent.push(...flying);
      flying = (
        await settleFor(
          alice,
          flying.map((claimed) => ({ claimed, attempted: delivered() })),
        )
      ).next;
    }
    for (const incident of incidents)
      expect(sent.filter((one) => one.incidentId === incident).map((one) => one.event.payload)).toMatchObject(
        [1, 2, 3, 4].map((alertCount) => ({ incident: { alertCount } })),
      );
    expect(sent).toHaveLength(12);
  });

  test("stays where it is unless the worker may go on", async () => {
    const { head, next } = await headAndNext();
    const settled = await settleFor(alice, [{ claimed: head, attempted: delivered() }], () => false);
    expect(settled).toEqual({ written: new Set([head.id]), next: [] });
    expect(ids(await claimFor(bob))).toEqual([next]);
  });

  test("stays behind one that failed", async () => {
    const { head } = await headAndNext();
    expect((await settleFor(alice, [{ claimed: head, attempted: refused() }])).next).toEqual([]);
    expect(await claimFor(alice)).toEqual([]);
  });

  test.each([
    ["that is not due yet", { dueAt: new Date(Date.now() + 3_600_000) }],
    ["that was tried before", { attempt: 1 }],
    ["of another subject", { subject: "another" }],
    ["without a subject", { subject: null }],
  ])("is not taken when it is one %s", async (_, next) => {
    const { head } = await headAndNext(next);
    expect((await settleFor(alice, [{ claimed: head, attempted: delivered() }])).next).toEqual([]);
  });

  test.each([
    ["is disabled", { disabledAt: new Date() }],
    ["is deleted", { deletedAt: new Date() }],
    ["asked for peace", { notBefore: new Date(Date.now() + 3_600_000) }],
    ["is degraded", { consecutiveFailures: 3 }],
  ])("is not taken for a destination that %s", async (_, columns) => {
    const { head } = await headAndNext();
    await db().update(destinations).set(columns).where(eq(destinations.id, destination));
    expect((await settleFor(alice, [{ claimed: head, attempted: delivered() }])).next).toEqual([]);
  });

  test("is not taken when another delivery of the batch met with a 503 that asks for peace", async () => {
    const { head } = await headAndNext();
    await createDelivery(destination);
    const [other] = await claimFor(alice);
    if (!other) throw new Error("nothing claimed");
    const batch = [
      { claimed: other, attempted: refused(60) },
      { claimed: head, attempted: delivered() },
    ];
    expect((await settleFor(alice, batch)).next).toEqual([]);
    expect(await claimFor(alice)).toEqual([]);
  });

  test("is not taken beside a delivery that hangs", async () => {
    const { head } = await headAndNext();
    const hanging = await createDelivery(destination);
    expect(ids(await claimFor(bob))).toEqual([hanging]);
    await sql()`update deliveries set claimed_at = ${new Date(at.getTime() - 3_000)} where id = ${hanging}`;
    expect((await settleFor(alice, [{ claimed: head, attempted: delivered() }])).next).toEqual([]);
  });

  test("waits its turn when others fell due before it, and does not when those wait themselves", async () => {
    const { head, next } = await headAndNext();
    const blocked = await createDelivery(destination, { incidentId: newId(), dueAt: new Date(Date.now() - 60_000) });
    const [blocking] = await claimFor(bob);
    expect(blocking?.id).toBe(blocked);
    await createDelivery(destination, { incidentId: blocking?.incidentId ?? "", dueAt: new Date(Date.now() - 60_000) });
    const free = await createDelivery(destination, { dueAt: new Date(Date.now() - 60_000) });
    expect((await settleFor(alice, [{ claimed: head, attempted: delivered() }])).next).toEqual([]);
    expect(ids(await claimFor(alice))).toEqual([next, free].toSorted());
    const third = await createDelivery(destination, { incidentId, number: 3 });
    const { next: taken } = await settleFor(alice, [
      { claimed: { ...head, id: next, claim: 1 }, attempted: delivered() },
    ]);
    expect(ids(taken)).toEqual([third]);
  });
});

describe("fencing", () => {
  test("a worker that was declared dead takes nothing, though its result counts", async () => {
    const { head, next } = await headAndNext();
    await removeWorker(sql(), alice);
    expect(await settleFor(alice, [{ claimed: head, attempted: delivered() }])).toEqual({
      written: new Set([head.id]),
      next: [],
    });
    expect(ids(await claimFor(bob))).toEqual([next]);
  });

  test("a late result takes nothing when another worker has the delivery", async () => {
    const { head, next } = await headAndNext();
    await removeWorker(sql(), alice);
    await putBackLost(sql(), at);
    expect(ids(await claimFor(bob))).toEqual([head.id]);
    await registerWorker(sql(), alice, "alice again");
    expect(await settleFor(alice, [{ claimed: head, attempted: delivered() }])).toEqual({
      written: new Set(),
      next: [],
    });
    expect(await stateOf(next)).toMatchObject({ state: "pending", claim: 0 });
  });

  test("what a worker took and could not make before it died is made by another, its own result then fenced off", async () => {
    const { head, next } = await headAndNext();
    const [taken] = (await settleFor(alice, [{ claimed: head, attempted: delivered() }])).next;
    if (!taken) throw new Error("nothing taken");
    await removeWorker(sql(), alice);
    expect(await putBackLost(sql(), at)).toBe(1);
    expect(await claimFor(bob)).toMatchObject([{ id: next, claim: 2, attempt: 2 }]);
    const late = await settleFor(alice, [{ claimed: taken, attempted: delivered() }]);
    expect(late).toEqual({ written: new Set(), next: [] });
  });
});
