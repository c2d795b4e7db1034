import { describe, expect, test } from "vitest";
import type { Event, Reading } from "#lib/sources/contract";
import { prometheus } from "#lib/sources/prometheus";

const alert = (changes: Record<string, unknown> = {}) => ({
  status: "firing",
  labels: { alertname: "HighLatency", instance: "web-1", severity: "warning" },
  annotations: { summary: "p99 is 2.1 s" },
  startsAt: "2026-03-01T10:00:00.987654321Z",
  endsAt: "0001-01-01T00:00:00Z",
  fingerprint: "aa11",
  ...changes,
});
const read = (alerts: unknown, more: Record<string, unknown> = {}) =>
  prometheus.read({ version: "4", status: "firing", receiver: "tocsin", alerts, ...more }, {});
const labelled = (labels: Record<string, unknown>) => alert({ labels, fingerprint: undefined });

test("each alert has its own status, whatever the group says", () => {
  const events = eventsOf(
    read([alert(), alert({ status: "resolved", fingerprint: "bb22", endsAt: "2026-03-01T10:05:00Z" })]),
  );
  expect(events.map(({ action, dedupKey }) => [action, dedupKey])).toEqual([
    ["trigger", "aa11"],
    ["resolve", "bb22"],
  ]);
});

test("the same alert from two Alertmanagers has one key, though they disagree on when it began", () => {
  const both = eventsOf(
    read([labelled({ a: "1", b: "2" }), { ...labelled({ b: "2", a: "1" }), startsAt: "2026-03-01T10:00:01Z" }]),
  );
  expect(both[0]?.dedupKey).toMatch(/^[0-9a-f]{64}$/);
  expect(both[1]?.dedupKey).toBe(both[0]?.dedupKey);
});

test("without a fingerprint other labels are another alert", () => {
  const keys = eventsOf(
    read([labelled({ a: "1" }), labelled({ a: "2" }), labelled({ a: "1", b: "" }), labelled({ "a=1,b": "" })]),
  );
  expect(new Set(keys.map(({ dedupKey }) => dedupKey)).size).toBe(4);
});

describe("the summary", () => {
  test.each<[labels: Record<string, string>, annotations: Record<string, string> | null, summary: string]>([
    [{ alertname: "Down" }, { summary: "web-1 is down", description: "long" }, "Down: web-1 is down"],
    [{ alertname: "Down" }, { message: "web-1 is down", description: "long" }, "Down: web-1 is down"],
    [{ alertname: "Down" }, { description: "web-1 is down" }, "Down: web-1 is down"],
    [{ alertname: "Down" }, { summary: " " }, "Down"],
    [{ alertname: "Down" }, null, "Down"],
    [{}, { summary: "web-1 is down" }, "web-1 is down"],
    [{}, null, "An alert without a name"],
  ])("of %j with %j is %s", (labels, annotations, summary) => {
    expect(eventsOf(read([alert({ labels, annotations })]))[0]?.summary).toBe(summary);
  });
});

describe("the severity", () => {
  test.each<[labels: Record<string, string>, severity: string | undefined]>([
    [{ severity: "page" }, "critical"],
    [{ severity: "CRITICAL" }, "critical"],
    [{ severity: "warning", priority: "p1" }, "warning"],
    [{ priority: "P1" }, "critical"],
    [{ severity: "team-a", priority: "P3" }, "warning"],
    [{ severity: "not critical" }, undefined],
    [{}, undefined],
  ])("of %j is %s", (labels, severity) => {
    expect(eventsOf(read([alert({ labels })]))[0]?.severity).toBe(severity);
  });
});

test.each<[labels: Record<string, string>, source: string]>([
  [{ instance: "web-1", pod: "p", job: "j", cluster: "c" }, "web-1"],
  [{ pod: "p", job: "j", cluster: "c" }, "p"],
  [{ job: "j", cluster: "c" }, "j"],
  [{ cluster: "c" }, "c"],
  [{}, "Prometheus"],
])("the source of %j is %s", (labels, source) => {
  expect(eventsOf(read([alert({ labels })]))[0]?.source).toBe(source);
});

test("moments keep their milliseconds, and Go's zero time is none", () => {
  const moments = eventsOf(
    read([
      alert(),
      alert({ startsAt: "0001-01-01T00:00:00Z" }),
      alert({ startsAt: "yesterday" }),
      alert({ startsAt: null }),
    ]),
  );
  expect(moments.map(({ occurredAt }) => occurredAt)).toEqual([
    "2026-03-01T10:00:00.987Z",
    undefined,
    undefined,
    undefined,
  ]);
});

test("it links to everything the alert names", () => {
  const annotations = {
    runbook_url: "https://runbooks.example.com/a",
    dashboard_url: "https://grafana.example.com/d/1",
  };
  const [event] = eventsOf(
    read([alert({ annotations, generatorURL: "http://prom:9090/graph?g0.expr=up" })], {
      externalURL: "http://am:9093/",
      receiver: "team a/b",
    }),
  );
  expect(event?.links).toEqual([
    { href: "http://prom:9090/graph?g0.expr=up", text: "Prometheus" },
    { href: "https://runbooks.example.com/a", text: "Runbook" },
    { href: "https://grafana.example.com/d/1", text: "Dashboard" },
    { href: "http://am:9093/#/alerts?receiver=team%20a%2Fb", text: "Alertmanager" },
  ]);
});

test("the labels, annotations and group are kept as details", () => {
  const [event] = eventsOf(read([alert()], { groupKey: "{}:{}" }));
  expect(event?.details).toEqual({
    labels: alert().labels,
    annotations: alert().annotations,
    receiver: "tocsin",
    groupKey: "{}:{}",
  });
});

test("one broken alert does not lose the others, and is named", () => {
  const reading = read([alert(), { status: "on fire", labels: {} }, "nonsense", alert({ fingerprint: "bb22" })]);
  expect(eventsOf(reading).map(({ dedupKey }) => dedupKey)).toEqual(["aa11", "bb22"]);
  expect(reading).toHaveProperty("problems", [
    expect.stringMatching(/^alerts\.1\.status: /),
    expect.stringMatching(/^alerts\.2: /),
  ]);
});

test("when every alert is broken the request is refused, with a few of the places", () => {
  const reading = read(Array.from({ length: 5000 }, () => ({ status: "firing" })));
  expect(reading).toHaveProperty("unreadable.0.path", "alerts.0.labels");
  expect(reading).toHaveProperty("unreadable.length", 20);
});

test("alerts left out of a group are a warning", () => {
  expect(read([alert()], { truncatedAlerts: 7 })).toHaveProperty("problems", [
    expect.stringMatching(/left out 7 alerts/),
  ]);
});

test("a group without alerts is heard and ignored", () => {
  expect(read([])).toEqual({ ignored: "The message carries no alerts." });
});

test("fields of newer and older versions change nothing", () => {
  const body = { alerts: [alert()], notification_reason: "repeat interval elapsed", routeLabels: {}, version: "9" };
  expect(eventsOf(prometheus.read(body, {}))).toHaveLength(1);
});

const eventsOf = (reading: Reading): Event[] => ("events" in reading ? reading.events : []);
