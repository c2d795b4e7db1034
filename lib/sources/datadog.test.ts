import { describe, expect, test } from "vitest";
import type { Event, Reading } from "#lib/sources/contract";
import { datadog } from "#lib/sources/datadog";

const read = (body: unknown): Reading => datadog.read(body, {});
const eventOf = (body: unknown): Event | undefined => {
  const reading = read(body);
  return "events" in reading ? reading.events[0] : undefined;
};

describe("the transition says what happened", () => {
  test.each([
    ["Triggered", "error", "trigger", "critical"],
    ["Re-Triggered", "error", "trigger", "critical"],
    ["Renotify", "error", "trigger", "critical"],
    ["Warn", "warning", "trigger", "warning"],
    ["Re-Warn", "error", "trigger", "warning"],
    ["No Data", "error", "trigger", "warning"],
    ["Re-No Data", "error", "trigger", "warning"],
    ["Triggered", "info", "trigger", "info"],
    ["Recovered", "success", "resolve", undefined],
  ])("%s of an alert of the type %s", (alert_transition, alert_type, action, severity) => {
    expect(eventOf({ title: "CPU", alert_cycle_key: "7", alert_transition, alert_type })).toMatchObject({
      action,
      dedupKey: "7",
      ...(severity && { severity }),
    });
  });

  test.each(["Null", "Not recovered"])("%s changes nothing", (alert_transition) => {
    expect(read({ title: "CPU", alert_cycle_key: "7", alert_transition })).toHaveProperty("ignored");
  });

  test("without one the alert type does, as in document 004", () => {
    const body = { title: "Disk", aggregation_key: "db-1/disk" };
    expect(eventOf({ ...body, alert_type: "error" })).toMatchObject({ action: "trigger", severity: "critical" });
    expect(eventOf({ ...body, alert_type: "success" })).toMatchObject({ action: "resolve", dedupKey: "db-1/disk" });
  });
});

describe("the default payload", () => {
  test.each([
    ["[Triggered on {host:a}] CPU", "trigger"],
    ["[P1] [Re-Triggered on {host:a}] CPU", "trigger"],
    ["[Renotify #2] [Triggered on {host:a}] CPU", "trigger"],
    ["[No data on {host:a}] CPU", "trigger"],
    ["[P3] [Recovered on {host:a}] cpu", "resolve"],
  ])("%s is one trouble and its end", (title, action) => {
    const { dedupKey } = eventOf({ title: "[Triggered on {host:a}] CPU" }) ?? {};
    expect(dedupKey).toMatch(/^title:[0-9a-f]{32}$/);
    expect(eventOf({ id: "1", title })).toMatchObject({ action, dedupKey });
  });

  test("another host is another trouble, and so is another title", () => {
    const titles = ["[Triggered on {host:a}] CPU", "[Triggered on {host:b}] CPU", "[Triggered on {host:a}] Disk"];
    expect(new Set(titles.map((title) => eventOf({ title })?.dedupKey)).size).toBe(3);
  });

  test.each([
    ["[Warn] CPU", "CPU"],
    ["[Warning signs] CPU", "[Warning signs] CPU"],
    ["[checkout] [Triggered] CPU", "[checkout] [Triggered] CPU"],
    ["[Triggered]", "[Triggered]"],
  ])("of %s the summary is %s", (title, summary) => expect(eventOf({ id: "1", title })?.summary).toBe(summary));
});

test.each([
  [{ alert_cycle_key: "7", aggregation_key: "a", alert_id: "1" }, "7"],
  [{ alert_cycle_key: "$ALERT_CYCLE_KEY", aggregation_key: "a" }, "a"],
  [{ alert_cycle_key: "null", alert_id: 1, alert_scope: "host:a" }, "monitor:1:host:a"],
  [{ id: "9" }, "event:9"],
])("the key of %j is %s", (ids, key) => expect(eventOf(ids)?.dedupKey).toBe(key));

test.each([
  [{ host: "web-1", tags: "host:web-2" }, "web-1"],
  [{ host: "null", tags: "env:prod, host:web-2,service:shop" }, "web-2"],
  [{ tags: ["service:shop"] }, "shop"],
  [{ tags: "$TAGS", alert_scope: "host:web-3" }, "web-3"],
  [{ alert_scope: "*" }, "Datadog"],
])("the source of %j is %s", (body, source) => expect(eventOf({ title: "CPU", ...body })?.source).toBe(source));

test("a snapshot that is not there is no picture", () => {
  expect(eventOf({ title: "CPU", snapshot: "null" })?.images).toEqual([]);
});

test("the template itself is a test", () => {
  expect(read({ id: "$ID", title: "$EVENT_TITLE", alert_cycle_key: "$ALERT_CYCLE_KEY" })).toHaveProperty("test");
});
