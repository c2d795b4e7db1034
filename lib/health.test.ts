import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { closeDatabase, sql } from "#db/client";
import { newId } from "#db/id";
import { testDatabase } from "#db/testing";
import { tocsinItself } from "#db/vocabulary";
import type { Facts } from "#lib/health";

const fine: Facts = {
  workers: 1,
  overdueSeconds: 0,
  outbox: 0,
  outboxSeconds: 0,
  oldestDueSeconds: 0,
  isReadOnly: false,
  written: 300,
};

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
    ["that nobody works", { workers: 0 }, ["no worker is running"]],
    ["that timers stand still", { overdueSeconds: 61 }, ["timers are 61 s late"]],
    ["that events wait", { outbox: 1, outboxSeconds: 61 }, ["events wait for 61 s to be handed on"]],
    ["that deliveries are late", { oldestDueSeconds: 90 }, ["deliveries are 90 s late"]],
  ])("%s", async (_, facts, late) => {
    const { judge } = await import("#lib/health");
    expect(judge({ ...fine, ...facts })).toMatchObject({ isOk: late.length === 0, canStore: true, problems: late });
  });

  test.each<[string, Partial<Facts>, { oldestMs: number; failedMsAgo: number | undefined }, RegExp]>([
    ["a read-only database", { isReadOnly: true }, { oldestMs: 0, failedMsAgo: undefined }, /read-only/],
    ["a batch that is stuck", {}, { oldestMs: 4_000, failedMsAgo: undefined }, /waiting 4 s to be stored/],
    ["a batch that failed just now", {}, { oldestMs: 0, failedMsAgo: 1_000 }, /could not be stored/],
  ])("that alerts cannot be stored: %s", async (_, facts, batch, problem) => {
    const { judge } = await import("#lib/health");
    const judged = judge({ ...fine, ...facts }, batch);
    expect(judged).toMatchObject({ isOk: false, canStore: false, problems: [expect.stringMatching(problem)] });
  });
});

describe("/api/health", () => {
  test("says to strangers that all is well and nothing else, and more to whoever may read", async () => {
    await sql()`insert into workers (id, name, started_at, seen_at) values (${newId()}, 'one', now(), now()), (${newId()}, 'gone', now(), now() - interval '1 minute')`;
    await sql()`update duties set due_at = now() + interval '1 hour'`;
    const answer = await get();
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ status: "ok" });
    const insider = { status: "ok", problems: [], workers: 1, oldestDueSeconds: 0, outbox: 0 };
    expect(await (await get(await readKey())).json()).toEqual(insider);
    expect(await (await get("sk_live_that-nobody-has-made")).json()).toEqual({ status: "ok" });
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
    expect(await (await get()).json()).toEqual({ status: "not_ok" });
    const said = await (await get(await readKey())).json();
    expect(said).toMatchObject({ status: "not_ok", outbox: 6, problems: [expect.stringMatching(/late/)] });
    expect(said.oldestDueSeconds).toBeGreaterThanOrEqual(120);
    expect(said.oldestDueSeconds).toBeLessThan(3_600);
  });

  test.each([
    ["refuses", async () => 9],
    ["says nothing", silentPort],
  ])("answers 503 when the database %s", async (_, port) => {
    await closeDatabase();
    process.env.DATABASE_URL = Object.assign(new URL(url), { port: String(await port()) }).href;
    const answer = await get();
    expect(answer.status).toBe(503);
    expect(answer.headers.get("retry-after")).toBe("5");
    expect(await answer.json()).toEqual({ status: "not_ok" });
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

async function get(key?: string): Promise<Response> {
  const { GET } = await import("../app/api/health/route.ts");
  const headers = new Headers(key ? { authorization: `Bearer ${key}` } : undefined);
  return GET(new Request("http://tocsin.test/api/health", { headers }));
}

async function readKey(): Promise<string> {
  const { createApiKey } = await import("#lib/auth/create-api-key");
  const input = { name: `Monitor ${newId()}`, scope: "read", expiresInDays: null } as const;
  const made = await createApiKey(input, { actor: tocsinItself, now: new Date() });
  return made.key;
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
  await sql()`insert into deliveries (event_id, destination_id, kind, subject, state, created_at, due_at)
    values (${event}, ${destination}, 'event', ${order}, ${state}, now(), now() - make_interval(secs => ${dueSecondsAgo}))`;
}
