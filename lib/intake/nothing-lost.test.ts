import { beforeAll, describe, expect, test } from "vitest";
import { sql } from "#db/client";
import { testDatabase } from "#db/testing";
import { createIntegration } from "#db/testing-rows";
import { postTo } from "#lib/intake/testing-posts";

type Integration = Awaited<ReturnType<typeof createIntegration>>;

beforeAll(() => testDatabase());

const integrationOf = (type: string) => createIntegration({ type, rateLimitPerMinute: 0 });
const incidentsOf = async ({ id }: Integration) =>
  (await sql()`select title, status from incidents where dedup_scope = ${id} order by number`).map(
    ({ title, status }) => `${title} ${status}`,
  );
const reasonsOf = async ({ id }: Integration) =>
  (await sql()`select reason from requests where integration_id = ${id} order by received_at, id`).map(
    ({ reason }) => reason,
  );

async function post(to: Integration, text: string, headers = {}): Promise<void> {
  const { status, body } = await postTo(to, null, { body: Buffer.from(text), headers });
  expect(status, body).toBeLessThan(300);
}

describe("ids of 64 bits that differ in the last digit are two troubles", () => {
  const [one, other] = ["9007199254740992001", "9007199254740992002"];
  const form = { "content-type": "application/x-www-form-urlencoded" };
  const hook = (id: string, status: string) =>
    `{"title":"Queue ${id.slice(-1)}","status":"${status}","alert_id":${id}}`;
  const inForm = (id: string, status: string) => `payload=${encodeURIComponent(hook(id, status))}`;
  const monitor = (id: string, status: string) =>
    `{"alert_id":${id},"alert_cycle_key":${id},"title":"Queue ${id.slice(-1)}","alert_transition":"${status === "ok" ? "Recovered" : "Triggered"}"}`;
  const event = (id: string, status: string) =>
    `{"event_action":"${status === "ok" ? "resolve" : "trigger"}","dedup_key":${id},"payload":{"summary":"Queue ${id.slice(-1)}","source":"mq","severity":"error"}}`;

  test.each<[title: string, type: string, message: (id: string, status: string) => string, headers?: object]>([
    ["in a webhook", "webhook", hook],
    ["in the JSON of a form", "webhook", inForm, form],
    ["in Datadog", "datadog", monitor],
    ["in the Events API", "pagerduty", event],
  ])("%s", async (_, type, message, headers) => {
    const integration = await integrationOf(type);
    for (const id of [one, other]) await post(integration, message(id, "firing"), headers);
    await post(integration, message(one, "ok"), headers);
    expect(await incidentsOf(integration)).toEqual([
      expect.stringMatching(/Queue 1.* resolved$/),
      expect.stringMatching(/Queue 2.* triggered$/),
    ]);
  });

  test("and the details show all digits", async () => {
    const integration = await integrationOf("webhook");
    await post(integration, `{"title":"Queue","order":${one},"price":0.12345678901234567890,"count":3}`);
    expect(await sql()`select details from alerts where integration_id = ${integration.id}`).toMatchObject([
      { details: { order: one, price: "0.12345678901234567890", count: 3 } },
    ]);
  });
});

test("an alert that goes on after a resolve opens again, though it still says when it began", async () => {
  const integration = await integrationOf("robusta");
  const crash = { title: "Pod crashes", fingerprint: "f-1", starts_at: "2026-03-01T03:00:00Z", severity: "HIGH" };
  await postTo(integration, crash);
  await postTo(integration, { ...crash, ends_at: "2026-03-01T03:10:00Z" });
  await postTo(integration, crash);
  expect(await incidentsOf(integration)).toEqual([
    expect.stringMatching(/resolved$/),
    expect.stringMatching(/triggered$/),
  ]);
});

describe("a sender's time that lies ahead of ours", () => {
  const beat = (up: boolean, aheadMs: number) => ({
    heartbeat: {
      monitorID: 7,
      status: up ? 1 : 0,
      time: new Date(Date.now() + aheadMs).toISOString(),
      msg: "no answer",
    },
    monitor: { id: 7, name: "Mail" },
    msg: "Mail",
  });
  const hours = 3_600_000;

  test("is not believed: once its clock is right the trouble opens, and the requests say so", async () => {
    const integration = await integrationOf("uptime-kuma");
    const right = beat(false, 0);
    for (const message of [beat(false, 2 * hours - 60_000), beat(true, 2 * hours), right])
      await postTo(integration, message);
    expect(await incidentsOf(integration)).toEqual([
      expect.stringMatching(/resolved$/),
      expect.stringMatching(/triggered$/),
    ]);
    const wrong = expect.stringMatching(/^The sender’s clock is (2 h|1 h \d+ min)( \d+ min)? ahead of ours/);
    expect(await reasonsOf(integration)).toEqual([wrong, wrong, null]);
  });

  test("by a few seconds still tells which of two came first", async () => {
    const integration = await integrationOf("uptime-kuma");
    await postTo(integration, beat(true, 3_000));
    await postTo(integration, beat(false, -60_000));
    expect(await incidentsOf(integration)).toEqual([]);
  });
});

test("a classic metric alert of Azure opens and ends", async () => {
  const integration = await integrationOf("azure");
  const context = { id: "/rules/plan", name: "plan cpu", resourceId: "/plan-1", timestamp: "2026-03-01T03:00:00.2Z" };
  await postTo(integration, { status: "Activated", context });
  expect(await incidentsOf(integration)).toEqual(["plan cpu triggered"]);
  await postTo(integration, { status: "Resolved", context: { ...context, timestamp: "2026-03-01T03:09:00.2Z" } });
  expect(await incidentsOf(integration)).toEqual(["plan cpu resolved"]);
});
