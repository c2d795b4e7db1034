import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { sql } from "#db/client";
import { testDatabase } from "#db/testing";
import { createIntegration } from "#db/testing-rows";
import { transaction } from "#db/transaction";
import { now, shiftClock } from "#lib/clock";
import { type Got, type Mount, mounts } from "#lib/doors/testing-mounts";
import { takeTurns } from "#lib/intake/take-turns";

type Integration = Awaited<ReturnType<typeof createIntegration>>;

const minuteMs = 60_000;
let mount: Mount;

beforeAll(async () => {
  await testDatabase();
  mount = await (mounts["the fast lane"] ?? Promise.reject)();
});
afterAll(async () => {
  shiftClock(0);
  await mount.close();
});
// A minute that has just begun: what a test sends falls into one.
beforeEach(() => shiftClock(minuteMs - (Date.now() % minuteMs)));

const nextMinute = () => shiftClock(now().getTime() - Date.now() + minuteMs);

const alert = (name: string, status: "firing" | "resolved") => ({
  status,
  labels: { alertname: name, severity: "critical" },
  annotations: { summary: "it is broken" },
  startsAt: "2026-03-01T03:00:00Z",
});

function post({ id }: Integration, ...alerts: ReturnType<typeof alert>[]): Promise<Got> {
  const message = { version: "4", groupKey: "{}", status: "firing", receiver: "tocsin", groupLabels: {}, alerts };
  return mount.send({ path: `/api/integrations/prometheus/${id}`, body: JSON.stringify(message) });
}

const limited = (rateLimitPerMinute: number) => createIntegration({ type: "prometheus", rateLimitPerMinute });

async function ledger({ id }: Integration): Promise<Record<string, number>> {
  const rows = await sql().of(z.object({ outcome: z.string(), requests: z.number() }))`
    select outcome, count(*)::int as requests from requests where integration_id = ${id} group by outcome`;
  return Object.fromEntries(rows.map(({ outcome, requests }) => [outcome, requests]));
}

const waiting = async ({ id }: Integration) =>
  (await sql()`select request_id from late_requests where integration_id = ${id}`).length;
const names = async ({ id }: Integration, status: string) =>
  (await sql()`select title from incidents where dedup_scope = ${id} and status = ${status} order by title`).map(
    ({ title }) => String(title).split(":")[0],
  );

describe("over the limit of a sender that does not send again after 429", () => {
  test("500 posts in a minute: all are accounted for, none is lost, and every resolve is applied", async () => {
    const integration = await limited(120);
    const keys = Array.from({ length: 250 }, (_, at) => `disk-${at}`);
    const isResolved = (key: string) => Number(key.slice(5)) % 2 === 0;
    const answers = await Promise.all(
      keys.flatMap((key) => {
        const first = post(integration, alert(key, "firing"));
        return [first, first.then(() => post(integration, alert(key, isResolved(key) ? "resolved" : "firing")))];
      }),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 202));
    // 125 resolves beside the 120 that the limit allows.
    expect(await ledger(integration)).toEqual({ accepted: 245, late: 255 });
    expect(await waiting(integration)).toBe(255);
    const openedAtOnce = (await names(integration, "triggered")).length + (await names(integration, "resolved")).length;
    expect(openedAtOnce).toBeLessThanOrEqual(120);
    for (const left of [135, 15, 0]) {
      nextMinute();
      await takeTurns(now());
      expect(await waiting(integration)).toBe(left);
    }
    expect(await ledger(integration)).toEqual({ accepted: 500 });
    expect(await sql()`select from alerts where integration_id = ${integration.id}`).toHaveLength(500);
    const open = await names(integration, "triggered");
    expect(open).toHaveLength(125);
    expect(new Set(open)).toEqual(new Set(keys.filter((key) => !isResolved(key))));
    expect((await names(integration, "resolved")).length).toBeLessThanOrEqual(125);
  });

  test("it is told that its request waits, and the request says afterwards how long it did", async () => {
    const integration = await limited(1);
    await post(integration, alert("a", "firing"));
    const late = await post(integration, alert("b", "firing"));
    expect(late).toMatchObject({ status: 202, body: { problems: [expect.stringContaining("over its limit")] } });
    await takeTurns(now());
    expect(await ledger(integration)).toEqual({ accepted: 1, late: 1 });
    nextMinute();
    await takeTurns(now());
    const [request] = await sql()`select outcome, reason, incident_ids from requests
      where integration_id = ${integration.id} order by received_at desc limit 1`;
    expect(request).toEqual({
      outcome: "accepted",
      reason: expect.stringMatching(/^It waited (\d+ s|1 min) for its turn/),
      incident_ids: [expect.any(String)],
    });
    expect(await names(integration, "triggered")).toEqual(["a", "b"]);
  });

  test("what was resolved while it waited opens nothing, and says so", async () => {
    const integration = await limited(1);
    await post(integration, alert("other", "firing"));
    await post(integration, alert("disk", "firing"));
    await post(integration, alert("disk", "resolved"));
    nextMinute();
    await takeTurns(now());
    expect(await names(integration, "triggered")).toEqual(["other"]);
    const [reason] =
      await sql()`select reason from requests where integration_id = ${integration.id} and reason is not null`;
    expect(reason?.reason).toMatch(/already resolved when its turn came/);
  });

  test("what fires again after a resolve opens its incident, also when all of it came in one request", async () => {
    const integration = await limited(1);
    await post(integration, alert("other", "firing"));
    await post(integration, alert("disk", "resolved"), alert("disk", "firing"));
    await post(integration, alert("net", "firing"), alert("net", "resolved"));
    await post(integration, alert("cpu", "firing"), alert("cpu", "resolved"), alert("cpu", "firing"));
    nextMinute();
    for (let turn = 0; turn < 5; turn++) {
      await takeTurns(now());
      nextMinute();
    }
    expect(await ledger(integration)).toEqual({ accepted: 4 });
    expect(await names(integration, "triggered")).toEqual(["cpu", "disk", "other"]);
    expect(await names(integration, "resolved")).toEqual([]);
  });

  test("two processes take each of them once", async () => {
    const integration = await limited(50);
    await Promise.all(Array.from({ length: 90 }, (_, at) => post(integration, alert(`disk-${at}`, "firing"))));
    expect(await waiting(integration)).toBe(40);
    nextMinute();
    await Promise.all([takeTurns(now()), takeTurns(now()), takeTurns(now())]);
    await takeTurns(now());
    expect(await sql()`select from alerts where integration_id = ${integration.id}`).toHaveLength(90);
    expect(await names(integration, "triggered")).toHaveLength(90);
    expect(await waiting(integration)).toBe(0);
  });

  test("a turn that breaks off has taken none, and the next one takes all", async () => {
    const integration = await limited(20);
    await Promise.all(Array.from({ length: 30 }, (_, at) => post(integration, alert(`disk-${at}`, "firing"))));
    nextMinute();
    const minute = new Date(Math.floor(now().getTime() / minuteMs) * minuteMs);
    await sql()`insert into integration_usage (integration_id, minute, used) values (${integration.id}, ${minute}, 0)`;
    await transaction(async (_, pg) => {
      await pg`select from integration_usage where integration_id = ${integration.id} for update`;
      const broken = expect(takeTurns(now())).rejects.toThrow(/canceling statement/);
      await stopWhoWaitsForALock();
      await broken;
    });
    expect(await waiting(integration)).toBe(10);
    // The broken connection keeps its locks until Postgres has noticed; until then a turn passes the rows over.
    const afterATurn = () => takeTurns(now()).then(() => ledger(integration));
    await expect.poll(afterATurn, { timeout: 60_000 }).toEqual({ accepted: 30 });
    expect(await sql()`select from alerts where integration_id = ${integration.id}`).toHaveLength(30);
  });

  test("who sends on while others wait goes behind them once the limit is reached", async () => {
    const integration = await limited(2);
    for (const name of ["a", "b", "c", "d", "e"]) await post(integration, alert(name, "firing"));
    nextMinute();
    await takeTurns(now());
    await post(integration, alert("f", "firing"));
    expect(await names(integration, "triggered")).toEqual(["a", "b", "c", "d"]);
    expect(await waiting(integration)).toBe(2);
  });

  test("when an hour's worth waits, it is told 503 and when to come again; a resolve still gets in", async () => {
    const integration = await limited(1);
    const answers: Got[] = [];
    for (let at = 0; at < 63; at++) answers.push(await post(integration, alert(`disk-${at}`, "firing")));
    expect(answers.map(({ status }) => status)).toEqual([...Array.from({ length: 61 }, () => 202), 503, 503]);
    expect(Number(answers.at(-1)?.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await ledger(integration)).toEqual({ accepted: 1, late: 60, refused: 2 });
    expect((await post(integration, alert("disk-0", "resolved"))).status).toBe(202);
    expect(await names(integration, "resolved")).toEqual(["disk-0"]);
  });

  test("a limit that was lifted lets all of them in", async () => {
    const integration = await limited(1);
    for (let at = 0; at < 30; at++) await post(integration, alert(`disk-${at}`, "firing"));
    await sql()`update integrations set rate_limit_per_minute = 0 where id = ${integration.id}`;
    nextMinute();
    await takeTurns(now());
    expect(await ledger(integration)).toEqual({ accepted: 30 });
  });

  test("nothing comes of what waits when its integration is disabled, and the request says why", async () => {
    const integration = await limited(1);
    await post(integration, alert("a", "firing"));
    await post(integration, alert("b", "firing"));
    await sql()`update integrations set disabled_at = now() where id = ${integration.id}`;
    nextMinute();
    await takeTurns(now());
    expect(await ledger(integration)).toEqual({ accepted: 1, ignored: 1 });
    expect(await names(integration, "triggered")).toEqual(["a"]);
  });

  test("a delivery that comes again while the first of it waits has no effect", async () => {
    const integration = await createIntegration({ type: "github", rateLimitPerMinute: 1 });
    const run = { id: 7, name: "CI", workflow_id: 3, head_branch: "main", conclusion: "failure", status: "completed" };
    const repository = { full_name: "acme/shop", default_branch: "main" };
    const deliver = (delivery: string) =>
      mount.send({
        path: `/api/integrations/github/${integration.id}`,
        headers: { "x-github-event": "workflow_run", "x-github-delivery": delivery },
        body: JSON.stringify({ action: "completed", workflow_run: run, repository }),
      });
    for (const delivery of ["one", "two", "two"]) expect((await deliver(delivery)).status).toBeLessThan(300);
    expect(await ledger(integration)).toEqual({ accepted: 1, late: 1, ignored: 1 });
    nextMinute();
    await takeTurns(now());
    expect(await ledger(integration)).toEqual({ accepted: 2, ignored: 1 });
    expect(await sql()`select from alerts where integration_id = ${integration.id}`).toHaveLength(2);
  });
});

async function stopWhoWaitsForALock(): Promise<void> {
  for (;;) {
    const stopped = await sql()`select pg_cancel_backend(pid) from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`;
    if (stopped.length > 0) return;
  }
}
