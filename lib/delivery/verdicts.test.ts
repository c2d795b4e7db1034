import { eq } from "drizzle-orm";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { db, sql } from "#db/client";
import { newId } from "#db/id";
import { deliveries, destinations, platformEvents, subjects } from "#db/schema/delivery";
import { testDatabase } from "#db/testing";
import { tocsinItself } from "#db/vocabulary";
import type { Verdict } from "#lib/channels/contract";
import { sealAddress } from "#lib/delivery/address";
import { startDelivery } from "#lib/delivery/start";
import { createDelivery, emit, localHttp, stateOf, until } from "#lib/delivery/testing";
import { type Asked, createProbeDestination, startProbe } from "#lib/delivery/testing-probe";
import { readDelivery } from "#lib/delivery/view";
import { blockDestination } from "#lib/destinations/block";

const ends: (() => unknown)[] = [];

beforeAll(async () => void (await testDatabase()));
beforeEach(async () => {
  await sql()`truncate deliveries, destinations, platform_events, workers, attempts, destination_stats, audit_entries cascade`;
});
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

async function begin(answer: (asked: Asked, times: number) => Verdict | number) {
  const end = await startProbe(answer);
  const http = localHttp();
  const destination = await createProbeDestination(end.url);
  const engine = await startDelivery({ http, heartbeatMs: 200, sweepMs: 200 });
  ends.push(
    end.close,
    () => http.close(),
    () => engine.stop(0),
  );
  const incidentId = newId();
  const send = async (type: string) =>
    createDelivery(destination, { incidentId, eventId: await emit(incidentId, 1, type) });
  return { end, destination, send };
}

const isDelivered = async (id: string) => (await stateOf(id)).state === "delivered";
const destinationNow = async (id: string) => (await db().select().from(destinations).where(eq(destinations.id, id)))[0];
const subjectsNow = () => db().select().from(subjects);
const attemptsOf = async (id: string) =>
  (await sql()`select class from attempts where delivery_id = ${id} order by at`).map((row) => row.class);
const isAsk = (asked: Asked): asked is { ticket: string } => "ticket" in asked;
const thread = { thread: "t1" };

test("what the other end calls an incident is known to the next message about it, also when it goes on at once", async () => {
  const { end, send } = await begin(() => ({ kind: "delivered", ref: thread }));
  const ids = [await send("incident.triggered"), await send("incident.acknowledged"), await send("incident.resolved")];
  for (const id of ids) await until("all of it", () => isDelivered(id));
  expect(end.asked).toEqual([
    { type: "incident.triggered", past: {} },
    { type: "incident.acknowledged", past: { ref: thread } },
    { type: "incident.resolved", past: { ref: thread } },
  ]);
});

test("each address has its own memory of an incident, also one that is sealed", async () => {
  const { end, destination } = await begin((asked) => ({
    kind: "delivered",
    ref: { thread: "room" in asked ? `in ${asked.room}` : "nowhere" },
  }));
  const incidentId = newId();
  const [ops, bob] = [{ room: "ops" }, sealAddress({ room: "bob" })];
  for (const type of ["incident.triggered", "incident.resolved"]) {
    const eventId = await emit(incidentId, 1, type);
    for (const [replayNumber, address] of [ops, bob].entries()) {
      const id = await createDelivery(destination, { incidentId, eventId, address, replayNumber });
      await until("it", () => isDelivered(id));
    }
  }
  expect(end.asked).toEqual([
    { type: "incident.triggered", past: {}, room: "ops" },
    { type: "incident.triggered", past: {}, room: "bob" },
    { type: "incident.resolved", past: { ref: { thread: "in ops" } }, room: "ops" },
    { type: "incident.resolved", past: { ref: { thread: "in bob" } }, room: "bob" },
  ]);
});

test("what was accepted is asked for until it is done, and then the next one goes", async () => {
  const { end, send } = await begin((asked, times) => {
    if (!isAsk(asked)) return { kind: "accepted", ref: { ticket: `k${times}` }, confirmAfterSeconds: 0 };
    if (times === 2) return { kind: "accepted", ref: { ticket: "k1" }, confirmAfterSeconds: 0 };
    return times === 3 ? 503 : { kind: "delivered", ref: thread };
  });
  const first = await send("incident.triggered");
  const second = await send("incident.resolved");
  await until("asked and unanswered", async () => end.asked.length >= 3);
  await sql()`update deliveries set due_at = now() where state = 'pending'`;
  await until("both", async () => (await isDelivered(first)) && (await isDelivered(second)));
  const tellings = end.asked.filter((asked) => !isAsk(asked));
  expect(tellings.at(-1)).toEqual({ type: "incident.resolved", past: { ref: thread } });
  expect(end.asked.filter(isAsk)[0]).toEqual({ ticket: "k1" });
  expect((await attemptsOf(first)).slice(0, 2)).toEqual(["accepted", "accepted"]);
  const { attempts } = await readDelivery(first);
  expect(attempts.slice(0, 3).map(({ n, ask }) => [n, ask])).toEqual([
    [1, 0],
    [1, 1],
    [1, 2],
  ]);
  const [row] = await db()
    .select()
    .from(deliveries)
    .where(eq(deliveries.id, Number(first)));
  expect(row?.accepted).toBeNull();
});

test("what is gone at the other end is told anew, without a past", async () => {
  const { end, send } = await begin((asked, times) => {
    if (times === 1) return { kind: "delivered", ref: thread };
    return !isAsk(asked) && asked.past.ref ? { kind: "stale" } : { kind: "delivered" };
  });
  for (const type of ["incident.triggered", "incident.acknowledged"]) {
    const id = await send(type);
    await until(type, () => isDelivered(id));
  }
  expect(end.asked.slice(1)).toEqual([
    { type: "incident.acknowledged", past: { ref: thread } },
    { type: "incident.acknowledged", past: {} },
  ]);
  expect(await subjectsNow()).toEqual([]);
});

test("what a channel has no words for is skipped, and counts as nothing", async () => {
  const { end, destination, send } = await begin(() => ({ kind: "delivered" }));
  const id = await send("incident.noted");
  await until("the note", () => isDelivered(id));
  expect(end.asked).toEqual([]);
  expect(await attemptsOf(id)).toEqual(["skipped"]);
  expect(await sql()`select ok, bad from destination_stats where destination_id = ${destination}`).toEqual([]);
});

test("dead credentials hold the queue and say so once; a message that gets through ends that", async () => {
  let isMended = false;
  const { end, destination, send } = await begin(() =>
    isMended ? { kind: "delivered" } : { kind: "blocked", why: "The key is not valid." },
  );
  const first = await send("incident.triggered");
  await until("blocked", async () => (await destinationNow(destination))?.blockedAt !== null);
  await blockDestination(destination, "Again.", { actor: tocsinItself, now: new Date() });
  expect(
    await db().select().from(platformEvents).where(eq(platformEvents.type, "system.integration_blocked")),
  ).toHaveLength(1);
  expect(await destinationNow(destination)).toMatchObject({
    blockedReason: "The key is not valid.",
    disabledAt: null,
    consecutiveFailures: 0,
  });
  expect((await destinationNow(destination))?.notBefore?.getTime()).toBeGreaterThan(Date.now() + 600_000);
  expect(await stateOf(first)).toMatchObject({ state: "pending", attempt: 0 });
  const before = end.asked.length;
  const second = await send("incident.resolved");
  isMended = true;
  await sql()`update destinations set not_before = null where id = ${destination}`;
  await until("both", async () => (await isDelivered(first)) && (await isDelivered(second)));
  expect(end.asked.length).toBe(before + 2);
  expect(await destinationNow(destination)).toMatchObject({ blockedAt: null, blockedReason: null });
});
