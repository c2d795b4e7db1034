import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { closeDatabase, sql } from "#db/client";
import { testDatabase } from "#db/testing";
import type { Facts } from "#lib/health";
import { newId } from "#lib/id";

const fine: Facts = { workers: 1, timers: 1, outbox: 0, outboxSeconds: 0, oldestDueSeconds: 0 };

let url: string;

beforeAll(async () => {
  url = (await testDatabase()).url;
});

beforeEach(() => {
  vi.resetModules();
});

describe("the facts mean", () => {
  test.each<[string, Partial<Facts>, string[]]>([
    ["that all is well", {}, []],
    ["that all is well under load", { outbox: 5000, outboxSeconds: 3, oldestDueSeconds: 60 }, []],
    ["that nobody works", { workers: 0, timers: 0 }, ["no worker is running"]],
    ["that timers stand still", { timers: 0 }, ["timers are not running"]],
    ["that events wait", { outbox: 1, outboxSeconds: 61 }, ["events wait for 61 s to be handed on"]],
    ["that deliveries are late", { oldestDueSeconds: 90 }, ["deliveries are 90 s late"]],
  ])("%s", async (_, facts, late) => {
    const { judge } = await import("#lib/health");
    expect(judge({ ...fine, ...facts })).toMatchObject({ status: late.length > 0 ? "late" : "ok", late });
  });
});

describe("/api/health", () => {
  test("says coarse facts and nothing else", async () => {
    await sql()`insert into workers (id, name, started_at, seen_at) values (${newId()}, 'one', now(), now()), (${newId()}, 'gone', now(), now() - interval '1 minute')`;
    await sql()`insert into timer_heartbeats (id, seen_at) values ('pool-1', now())`;
    const answer = await get();
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({
      status: "ok",
      database: "ok",
      workers: 1,
      oldestDueSeconds: 0,
      outbox: 0,
      late: [],
    });
  });

  test("counts the delivery that is first in its order, of destinations that are well", async () => {
    const well = await addDestination();
    const broken = await addDestination({ failures: 3 });
    const disabled = await addDestination({ disabled: true });
    await addDelivery(well, "incident-1", "in_flight", 7200);
    await addDelivery(well, "incident-1", "pending", 3600);
    await addDelivery(well, "incident-2", "pending", 120);
    await addDelivery(well, "incident-2", "pending", 100);
    await addDelivery(broken, null, "pending", 3600);
    await addDelivery(disabled, null, "pending", 3600);
    const said = await (await get()).json();
    expect(said).toMatchObject({ status: "late", outbox: 6 });
    expect(said.oldestDueSeconds).toBeGreaterThanOrEqual(120);
    expect(said.oldestDueSeconds).toBeLessThan(130);
  });

  test.each([
    ["refuses", async () => 9],
    ["says nothing", silentPort],
  ])("answers 503 within two seconds or so when the database %s", async (_, port) => {
    await closeDatabase();
    process.env.DATABASE_URL = Object.assign(new URL(url), { port: String(await port()) }).href;
    const from = Date.now();
    const answer = await get();
    expect(answer.status).toBe(503);
    expect(await answer.json()).toEqual({ status: "down", database: "unreachable" });
    expect(Date.now() - from).toBeLessThan(3500);
    await closeDatabase();
    process.env.DATABASE_URL = url;
  });
});

/** A port that takes connections and never answers. */
async function silentPort(): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => sockets.add(socket)).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  return typeof address === "object" && address ? address.port : 0;
}

async function get(): Promise<Response> {
  const { GET } = await import("../app/api/health/route.ts");
  return GET();
}

async function addDestination({ failures = 0, disabled = false } = {}): Promise<string> {
  const id = newId();
  await sql()`insert into destinations (id, type, name, config, stats_from, created_at, consecutive_failures, disabled_at)
    values (${id}, 'webhook', 'Hook', '{}'::jsonb, now(), now(), ${failures}, ${disabled ? new Date() : null})`;
  return id;
}

async function addDelivery(
  destination: string,
  order: string | null,
  state: string,
  dueSecondsAgo: number,
): Promise<void> {
  const event = newId();
  await sql()`insert into platform_events (id, type, payload, occurred_at) values (${event}, 'incident.triggered', '{}'::jsonb, now())`;
  await sql()`insert into deliveries (event_id, destination_id, kind, order_key, state, created_at, due_at)
    values (${event}, ${destination}, 'event', ${order}, ${state}, now(), now() - make_interval(secs => ${dueSecondsAgo}))`;
}
