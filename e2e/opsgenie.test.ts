import { createRequire } from "node:module";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { sql } from "#db/client";
import { testDatabase } from "#db/testing";
import { createIntegration } from "#db/testing-rows";
import { findAlertmanager, type PostedAlert, startAlertmanager } from "#e2e/alertmanager";
import { type Rig, startRig } from "#e2e/rig";

const longestMs = 90_000;
let alertmanager: Awaited<ReturnType<typeof findAlertmanager>>;
let tocsin: Rig;

beforeAll(async () => {
  await testDatabase();
  alertmanager = await findAlertmanager();
  if ("reason" in alertmanager) process.stderr.write(`Skipped: ${alertmanager.reason}\n`);
  tocsin = await startRig();
}, 240_000);
afterAll(() => tocsin?.stop());

describe("npm's opsgenie-sdk", () => {
  let sdk: Sdk;
  let integrationId: string;
  const named = { identifier: "db-1-disk", identifierType: "alias" };

  beforeAll(async () => {
    const { id, key } = await createIntegration({ type: "opsgenie" });
    integrationId = id;
    sdk = requireSdk();
    sdk.configure({ host: tocsin.url, api_key: key });
  });

  test("creates, acknowledges, snoozes, finds and closes, with nothing changed but its host", async () => {
    const message = "Disk of db-1 is full";
    const created = await asked((done) => sdk.alertV2.create({ message, alias: "db-1-disk", priority: "P1" }, done));
    expect(created).toMatchObject({ result: "Request will be processed", requestId: expect.any(String) });
    expect(await asked((done) => sdk.alertV2.getRequestStatus(String(created.requestId), done))).toMatchObject({
      data: { success: true, status: "Created alert", alias: "db-1-disk" },
    });
    await asked((done) => sdk.alertV2.acknowledge(named, { user: "jane@example.com", note: "On it" }, done));
    expect(await incidentOf(integrationId)).toMatchObject({ status: "acknowledged", severity: "critical" });

    const endTime = new Date(Date.now() + 3_600_000).toISOString();
    await asked((done) => sdk.alertV2.snooze(named, { endTime }, done));
    expect(await asked((done) => sdk.alertV2.get(named, done))).toMatchObject({
      data: { message, acknowledged: true, snoozed: true, snoozedUntil: endTime },
    });

    await asked((done) => sdk.alertV2.addTags(named, { tags: ["disk"] }, done));
    // "status:open" looks like an address to the SDK's HTTP client, which then leaves the key out.
    const open = await asked((done) => sdk.alertV2.list({ query: "status=open AND tag:disk", limit: 10 }, done));
    expect(open).toMatchObject({ data: [{ alias: "db-1-disk", status: "open", tags: ["disk"] }] });

    await asked((done) => sdk.alertV2.close(named, { note: "Cleaned up" }, done));
    expect(await incidentOf(integrationId)).toMatchObject({ status: "resolved", snoozed_until: null });
    expect(await asked((done) => sdk.alertV2.list({ query: "status=open" }, done))).toMatchObject({ data: [] });
    expect(await asked((done) => sdk.alertV2.list({ query: "status=closed" }, done))).toMatchObject({
      data: [{ message, status: "closed" }],
    });
  });

  test("pings a heartbeat", async () => {
    const pinged = await asked((done) => sdk.heartbeat.ping({ identifier: "nightly-backup" }, {}, done));
    expect(pinged).toMatchObject({ result: "PONG - Heartbeat received" });
    expect(await sql()`select name from heartbeats`).toEqual([{ name: "nightly-backup" }]);
  });

  test("hears why it is refused", async () => {
    await expect(asked((done) => sdk.alertV2.create({ alias: "no message" }, done))).rejects.toMatchObject({
      httpStatusCode: 422,
      message: "Request body is not processable. Please check the errors.",
      errors: { message: expect.stringContaining("missing") },
    });
    sdk.configure({ api_key: "0".repeat(32) });
    await expect(asked((done) => sdk.alertV2.list({}, done))).rejects.toMatchObject({ httpStatusCode: 401 });
  });
});

describe("Debian's Alertmanager through opsgenie_configs with update_alerts", () => {
  const disk = (severity: string): PostedAlert => ({
    labels: { alertname: "DiskAlmostFull", severity },
    annotations: { summary: `The disk is nearly full (${severity})` },
  });
  const over = (alert: PostedAlert): PostedAlert => ({ ...alert, endsAt: new Date().toISOString() });

  test("an incident is opened, its message and description follow the group, and it is closed", async ({ skip }) => {
    if ("reason" in alertmanager) return skip(alertmanager.reason);
    const { id, key } = await createIntegration({ type: "opsgenie" });
    const receiver = {
      ...{ api_url: `${tocsin.url}/`, api_key: key, update_alerts: true, priority: "P2" },
      message: "{{ .Alerts.Firing | len }} firing: {{ .GroupLabels.alertname }}",
      description: "{{ range .Alerts.Firing }}{{ .Annotations.summary }};{{ end }}",
    };
    const running = await startAlertmanager(alertmanager.program, {
      route: {
        receiver: "tocsin",
        group_by: ["alertname"],
        group_wait: "200ms",
        group_interval: "1s",
        repeat_interval: "1h",
      },
      receivers: [{ name: "tocsin", opsgenie_configs: [receiver] }],
    });
    try {
      await running.post(disk("warning"));
      await expect
        .poll(() => incidentOf(id), { timeout: longestMs })
        .toMatchObject({ title: "1 firing: DiskAlmostFull", status: "triggered", severity: "error" });
      await running.post(disk("warning"), disk("critical"));
      await expect
        .poll(() => incidentOf(id), { timeout: longestMs })
        .toMatchObject({
          title: "2 firing: DiskAlmostFull",
          description: "The disk is nearly full (critical);The disk is nearly full (warning);",
        });
      await running.post(over(disk("warning")), over(disk("critical")));
      await expect.poll(() => incidentOf(id), { timeout: longestMs }).toMatchObject({ status: "resolved" });
    } finally {
      await running.stop();
    }
    expect(
      await sql()`select outcome, count(*)::int > 0 as some from requests where integration_id = ${id} group by 1`,
    ).toEqual([{ outcome: "accepted", some: true }]);
    const told = await sql().of(
      z.object({ type: z.string() }),
    )`select e.type from platform_events e join incidents i on i.id = e.incident_id
      where i.dedup_scope = ${id} order by e.seq`;
    expect(new Set(told.map(({ type }) => type))).toEqual(
      new Set(["incident.triggered", "incident.changed", "incident.resolved"]),
    );
  });
});

type Done = (error: unknown, result: Record<string, unknown>) => void;
type Named = { identifier: string; identifierType?: string };
type Sdk = {
  configure(options: { host?: string; api_key?: string }): void;
  alertV2: Record<"create" | "list", (body: object, done: Done) => void> &
    Record<"acknowledge" | "snooze" | "close" | "addTags", (named: Named, body: object, done: Done) => void> & {
      get(named: Named, done: Done): void;
      getRequestStatus(requestId: string, done: Done): void;
    };
  heartbeat: { ping(named: Named, body: object, done: Done): void };
};

// The package has no types; these are the functions used here.
const requireSdk = (): Sdk => createRequire(import.meta.url)("opsgenie-sdk") as Sdk;

function asked(ask: (done: Done) => void): Promise<Record<string, unknown>> {
  return new Promise((resolve, reject) => {
    ask((error, result) => {
      if (error) reject(error);
      else resolve(result);
    });
  });
}

const incidentRow = z.object({
  title: z.string(),
  status: z.string(),
  severity: z.string(),
  snoozed_until: z.date().nullable(),
  description: z.string().nullable(),
});

async function incidentOf(integrationId: string): Promise<z.output<typeof incidentRow> | undefined> {
  const rows = await sql().of(incidentRow)`select i.title, i.status, i.severity, i.snoozed_until, f.description
    from incidents i left join opsgenie_alerts f on f.incident_id = i.id where i.dedup_scope = ${integrationId}`;
  expect(rows.length).toBeLessThan(2);
  return rows[0];
}
