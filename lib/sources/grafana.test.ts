import { describe, expect, test } from "vitest";
import type { Event, Reading } from "#lib/sources/contract";
import { grafana } from "#lib/sources/grafana";
import { prometheus } from "#lib/sources/prometheus";

const read = (body: unknown): Reading => grafana.read(body, {});
const eventsOf = (reading: Reading): Event[] => ("events" in reading ? reading.events : []);
const alert = (changes: Record<string, unknown> = {}) => ({
  status: "firing",
  labels: { alertname: "HighLatency", instance: "web-1", severity: "critical" },
  annotations: { summary: "p99 is 2.1 s" },
  fingerprint: "aa11",
  ...changes,
});

test("each alert has its own status, and one broken alert does not lose the others", () => {
  const reading = read({
    status: "firing",
    alerts: [alert(), { status: "on fire", labels: {} }, alert({ status: "resolved", fingerprint: "bb22" })],
  });
  expect(eventsOf(reading).map(({ action, dedupKey }) => [action, dedupKey])).toEqual([
    ["trigger", "aa11"],
    ["resolve", "bb22"],
  ]);
  expect(reading).toHaveProperty("problems", [expect.stringMatching(/^alerts\.1\.status: /)]);
});

test("an Alertmanager's own body becomes what it would become as one", () => {
  const body = { version: "4", alerts: [alert({ fingerprint: undefined }), alert({ status: "resolved" })] };
  const known = ({ action, dedupKey, summary, severity, source }: Event) => [
    action,
    dedupKey,
    summary,
    severity,
    source,
  ];
  expect(eventsOf(read(body)).map(known)).toEqual(eventsOf(prometheus.read(body, {})).map(known));
});

describe("a rule that could not be judged", () => {
  test.each([
    ["DatasourceNoData", "critical", "No data: Disk", "warning"],
    ["DatasourceError", undefined, "Query failed: Disk", "warning"],
    ["DatasourceError", "info", "Query failed: Disk", "info"],
  ])("%s of a rule of severity %s", (alertname, severity, summary, becomes) => {
    const labels = { alertname, rulename: "Disk", ...(severity && { severity }) };
    expect(eventsOf(read({ alerts: [alert({ labels })] }))).toMatchObject([{ summary, severity: becomes }]);
  });
});

test("the panel, the dashboard and the picture are shown", () => {
  const [event] = eventsOf(
    read({
      alerts: [
        alert({
          panelURL: "https://g.example.com/p",
          dashboardURL: "https://g.example.com/d",
          imageURL: "https://g.example.com/i.png",
        }),
      ],
    }),
  );
  expect(event?.links).toEqual([
    { href: "https://g.example.com/p", text: "Panel" },
    { href: "https://g.example.com/d", text: "Dashboard" },
  ]);
  expect(event?.images).toEqual([{ src: "https://g.example.com/i.png", href: "https://g.example.com/p" }]);
});

test("a group without alerts is ignored; a list that is none is refused", () => {
  expect(read({ alerts: [] })).toEqual({ ignored: "The message carries no alerts." });
  expect(read({ alerts: "none", title: "[FIRING:1] Disk" })).toHaveProperty("unreadable.0.path", "alerts");
});

describe("the old alerting", () => {
  test.each([
    ["alerting", "trigger", "error", "Disk"],
    ["ok", "resolve", "error", "Disk"],
    ["no_data", "trigger", "warning", "No data: Disk"],
  ])("a rule that is %s", (state, action, severity, summary) => {
    const body = { ruleId: 7, orgId: 2, ruleName: "Disk", state, tags: { severity: "error" } };
    expect(eventsOf(read(body))).toMatchObject([{ action, severity, summary, dedupKey: "rule:2:7" }]);
  });
  test.each(["paused", "pending", "not ok"])("a rule that is %s changes nothing", (state) => {
    expect(read({ ruleId: 7, state })).toHaveProperty("ignored");
  });
  test("the test of a channel is a test", () => {
    expect(read({ ruleId: 0, ruleName: "Test notification", state: "alerting" })).toHaveProperty("test");
  });
});

test("a payload of the user's own is refused, and it says what reads it", () => {
  expect(read({ title: "Disk of db-1", status: "resolved" })).toMatchObject({
    unreadable: [{ path: "alerts", message: expect.stringContaining("Generic webhook") }],
  });
});
