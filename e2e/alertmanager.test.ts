import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sql } from "#db/client";
import { testDatabase } from "#db/testing";
import { createIntegration } from "#db/testing-rows";
import { findAlertmanager, type PostedAlert, startAlertmanager } from "#e2e/alertmanager";
import { openFastLane } from "#lib/intake/testing-mounts";

const longestMs = 20_000;
let alertmanager: Awaited<ReturnType<typeof findAlertmanager>>;
let tocsin: Awaited<ReturnType<typeof openFastLane>>;

beforeAll(async () => {
  await testDatabase();
  alertmanager = await findAlertmanager();
  tocsin = await openFastLane();
}, 240_000);
afterAll(() => tocsin?.server.close());

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
  test("through webhook_configs: two alerts of a group are two incidents, and one of them is resolved", async ({ skip }) => {
    if ("reason" in alertmanager) return skip(alertmanager.reason);
    const { id } = await createIntegration({ type: "prometheus" });
    const url = `http://127.0.0.1:${tocsin.port}/api/integrations/prometheus?integrationId=${id}`;
    const webhook = { route: { ...route, group_by: ["job"] }, receivers: [{ name: "tocsin", webhook_configs: [{ url }] }] };
    const running = await startAlertmanager(alertmanager.program, webhook);
    try {
      await running.post(disk, latency);
      await expect.poll(() => statuses(id), { timeout: longestMs }).toEqual({ "DiskAlmostFull: The disk of db-1 is 97 % full": "triggered", "HighLatency: p99 is 2.1 s": "triggered" });
      await running.post(resolved(disk));
      await expect.poll(() => statuses(id), { timeout: longestMs }).toEqual({ "DiskAlmostFull: The disk of db-1 is 97 % full": "resolved", "HighLatency: p99 is 2.1 s": "triggered" });
    } finally {
      await running.stop();
    }
    expect(await incidentsOf(id)).toMatchObject([
      { source: "db-1:9100", severity: "critical", links: expect.arrayContaining([{ href: "https://runbooks.example.com/disk", text: "Runbook" }]) },
      { source: "web-1:9100", severity: "warning" },
    ]);
    expect(await outcomesOf(id)).toEqual(["accepted"]);
  });

  test("through pagerduty_configs: each group is an incident, and one of them is resolved", async ({ skip }) => {
    if ("reason" in alertmanager) return skip(alertmanager.reason);
    const { id, key } = await createIntegration({ type: "pagerduty" });
    const url = `http://127.0.0.1:${tocsin.port}/v2/enqueue`;
    const events = { route: { ...route, group_by: ["alertname"] }, receivers: [{ name: "tocsin", pagerduty_configs: [{ url, routing_key: key }] }] };
    const running = await startAlertmanager(alertmanager.program, events);
    try {
      await running.post(disk, latency);
      await expect.poll(() => incidentsOf(id), { timeout: longestMs }).toMatchObject([{ status: "triggered" }, { status: "triggered" }]);
      await running.post(resolved(disk));
      const diskOnly = async () => (await incidentsOf(id)).filter(({ status }) => status === "resolved").map(({ title }) => title);
      await expect.poll(diskOnly, { timeout: longestMs }).toEqual([expect.stringContaining("DiskAlmostFull")]);
    } finally {
      await running.stop();
    }
    expect(await incidentsOf(id)).toHaveLength(2);
    expect(await outcomesOf(id)).toEqual(["accepted"]);
  });
});

type Found = { title: string; status: string; severity: string; source: string; links: unknown[] };

const incidentsOf = (integrationId: string) =>
  sql()<Found[]>`select title, status, severity, source, links from incidents where dedup_scope = ${integrationId} order by title`;

const statuses = async (integrationId: string) => Object.fromEntries((await incidentsOf(integrationId)).map(({ title, status }) => [title, status]));

const outcomesOf = async (integrationId: string) =>
  (await sql()<{ outcome: string }[]>`select distinct outcome from requests where integration_id = ${integrationId}`).map(({ outcome }) => outcome);
