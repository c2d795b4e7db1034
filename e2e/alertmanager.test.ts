import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { sql } from "#db/client";
import { json } from "#db/row-types";
import { testDatabase } from "#db/testing";
import { createIntegration } from "#db/testing-rows";
import { tocsinItself } from "#db/vocabulary";
import { findAlertmanager, type PostedAlert, startAlertmanager } from "#e2e/alertmanager";
import { type Receiver, startReceiver } from "#e2e/receiver";
import { type Rig, startRig } from "#e2e/rig";
import { createDestination } from "#lib/destinations/create";

const longestMs = 90_000;
const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
let alertmanager: Awaited<ReturnType<typeof findAlertmanager>>;
let tocsin: Rig;
let receiver: Receiver;

beforeAll(async () => {
  process.env.TOCSIN_EGRESS_ALLOW = "127.0.0.0/8";
  await testDatabase();
  alertmanager = await findAlertmanager();
  if ("reason" in alertmanager) process.stderr.write(`Skipped: ${alertmanager.reason}\n`);
  receiver = await startReceiver(secret);
  await createDestination(
    {
      type: "webhook",
      name: "Somebody else",
      config: { url: receiver.url, secret },
      events: ["incident.triggered", "incident.resolved"],
    },
    { actor: tocsinItself, now: new Date() },
  );
  tocsin = await startRig();
}, 240_000);
beforeEach(() => {
  receiver.received.length = 0;
});
afterAll(async () => {
  await tocsin?.stop();
  await receiver?.stop();
});

const disk: PostedAlert = {
  labels: { alertname: "DiskAlmostFull", instance: "db-1:9100", job: "node", severity: "critical" },
  annotations: { summary: "The disk of db-1 is 97 % full", runbook_url: "https://runbooks.example.com/disk" },
};
const latency: PostedAlert = {
  labels: { alertname: "HighLatency", instance: "web-1:9100", job: "node", severity: "warning" },
  annotations: { description: "p99 is 2.1 s" },
};
const resolved = (alert: PostedAlert): PostedAlert => ({ ...alert, endsAt: new Date().toISOString() });
const route = { receiver: "tocsin", group_wait: "200ms", group_interval: "1s", repeat_interval: "1h" };

describe("Debian's Alertmanager", () => {
  test("through webhook_configs: two alerts of a group are two incidents, and one of them is resolved", async ({
    skip,
  }) => {
    if ("reason" in alertmanager) return skip(alertmanager.reason);
    const { id } = await createIntegration({ type: "prometheus" });
    const url = `${tocsin.url}/api/integrations/prometheus?integrationId=${id}`;
    const webhook = {
      route: { ...route, group_by: ["job"] },
      receivers: [{ name: "tocsin", webhook_configs: [{ url }] }],
    };
    const running = await startAlertmanager(alertmanager.program, webhook);
    try {
      await running.post(disk, latency);
      await expect
        .poll(() => statuses(id), { timeout: longestMs })
        .toEqual({
          "DiskAlmostFull: The disk of db-1 is 97 % full": "triggered",
          "HighLatency: p99 is 2.1 s": "triggered",
        });
      await running.post(resolved(disk));
      await expect
        .poll(() => statuses(id), { timeout: longestMs })
        .toEqual({
          "DiskAlmostFull: The disk of db-1 is 97 % full": "resolved",
          "HighLatency: p99 is 2.1 s": "triggered",
        });
    } finally {
      await running.stop();
    }
    expect(await incidentsOf(id)).toMatchObject([
      {
        source: "db-1:9100",
        severity: "critical",
        links: expect.arrayContaining([{ href: "https://runbooks.example.com/disk", text: "Runbook" }]),
      },
      { source: "web-1:9100", severity: "warning" },
    ]);
    expect(await outcomesOf(id)).toEqual(["accepted"]);
    await expectTold(/^DiskAlmostFull/, /^HighLatency/);
  });

  test("through pagerduty_configs: each group is an incident, and one of them is resolved", async ({ skip }) => {
    if ("reason" in alertmanager) return skip(alertmanager.reason);
    const { id, key } = await createIntegration({ type: "pagerduty" });
    const url = `${tocsin.url}/v2/enqueue`;
    const events = {
      route: { ...route, group_by: ["alertname"] },
      receivers: [{ name: "tocsin", pagerduty_configs: [{ url, routing_key: key }] }],
    };
    const running = await startAlertmanager(alertmanager.program, events);
    try {
      await running.post(disk, latency);
      await expect
        .poll(() => incidentsOf(id), { timeout: longestMs })
        .toMatchObject([{ status: "triggered" }, { status: "triggered" }]);
      await running.post(resolved(disk));
      const diskOnly = async () =>
        (await incidentsOf(id)).filter(({ status }) => status === "resolved").map(({ title }) => title);
      await expect.poll(diskOnly, { timeout: longestMs }).toEqual([expect.stringContaining("DiskAlmostFull")]);
    } finally {
      await running.stop();
    }
    expect(await incidentsOf(id)).toHaveLength(2);
    expect(await outcomesOf(id)).toEqual(["accepted"]);
    await expectTold(/DiskAlmostFull/, /HighLatency/);
  });
});

/** The receiver heard of both, then that the first is over: signed, each once, in order. */
async function expectTold(over: RegExp, open: RegExp) {
  await expect.poll(() => receiver.received.length, { timeout: longestMs }).toBeGreaterThanOrEqual(3);
  const heard = receiver.received.map(({ event, incident }) => [event, incident.title, incident.status]);
  expect(heard).toHaveLength(3);
  expect(heard.slice(0, 2)).toEqual(
    expect.arrayContaining([over, open].map((title) => ["incident.triggered", expect.stringMatching(title), "OPEN"])),
  );
  expect(heard[2]).toEqual(["incident.resolved", expect.stringMatching(over), "RESOLVED"]);
  expect(receiver.badlySigned).toEqual([]);
}

const incidentRow = z.object({
  title: z.string(),
  status: z.string(),
  severity: z.string(),
  source: z.string(),
  links: json<unknown[]>(),
});

const incidentsOf = (integrationId: string) =>
  sql().of(
    incidentRow,
  )`select title, status, severity, source, links from incidents where dedup_scope = ${integrationId} order by title`;

const statuses = async (integrationId: string) =>
  Object.fromEntries((await incidentsOf(integrationId)).map(({ title, status }) => [title, status]));

const outcomesOf = async (integrationId: string) =>
  (
    await sql().of(
      z.object({ outcome: z.string() }),
    )`select distinct outcome from requests where integration_id = ${integrationId}`
  ).map(({ outcome }) => outcome);
