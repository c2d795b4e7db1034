import { describe, expect, test } from "vitest";
import { appdynamics } from "#lib/sources/appdynamics";
import type { Event, Reading } from "#lib/sources/contract";

const read = (body: unknown): Reading => appdynamics.read(body, {});
const eventOf = (body: unknown): Event | undefined => {
  const reading = read(body);
  return "events" in reading ? reading.events[0] : undefined;
};

test.each([
  ["POLICY_OPEN_CRITICAL", "trigger", "critical"],
  ["POLICY_OPEN_WARNING", "trigger", "warning"],
  ["POLICY_CONTINUES_CRITICAL", "trigger", "critical"],
  ["POLICY_UPGRADED", "trigger", "critical"],
  ["POLICY_DOWNGRADED", "trigger", "warning"],
  ["POLICY_CLOSE_CRITICAL", "resolve", undefined],
  ["POLICY_CLOSE_WARNING", "resolve", undefined],
  ["POLICY_CANCELED_WARNING", "resolve", undefined],
  ["APPLICATION_ERROR", "trigger", "error"],
])("%s is a %s", (eventType, action, severity) => {
  const event = eventOf({ event: { eventType, incidentId: 70646, severity: "ERROR" } });
  expect(event).toMatchObject({ action, dedupKey: "70646" });
  expect(event?.severity).toBe(severity);
});

test("without an incident the health rule and the place are the key, when it opens and when it closes", () => {
  const where = {
    application: { name: "Shop" },
    healthRule: { name: "CPU" },
    node: { name: `\${latestEvent.node.name}` },
  };
  expect(eventOf({ event: { ...where, eventType: "POLICY_OPEN_WARNING" } })).toMatchObject({ dedupKey: "Shop/CPU/" });
  expect(eventOf({ event: { ...where, eventType: "POLICY_CLOSE_WARNING" } })?.dedupKey).toBe("Shop/CPU/");
});

test("other events of one application are told apart by their type", () => {
  const keys = ["APPLICATION_ERROR", "DIAGNOSTIC_SESSION"].map(
    (eventType) => eventOf({ event: { eventType, application: "Shop" } })?.dedupKey,
  );
  expect(keys).toEqual(["Shop/APPLICATION_ERROR/", "Shop/DIAGNOSTIC_SESSION/"]);
});

test("a flat template is read too", () => {
  const body = {
    event_type: "POLICY_OPEN_CRITICAL",
    incident_id: "7",
    app_name: "Shop",
    summary: "<b>CPU</b> is high",
  };
  expect(eventOf(body)).toMatchObject({ dedupKey: "7", summary: "CPU is high", source: "Shop" });
});

test("a time in no known format is none", () => {
  const at = (eventTime: string) =>
    eventOf({ event: { eventType: "POLICY_UPGRADED", incidentId: 1, eventTime } })?.occurredAt;
  expect(at("Mon Apr 03 02:04:55 UTC 2023")).toBe("2023-04-03T02:04:55.000Z");
  expect(at("Mon Foo 03 02:04:55 UTC 2023")).toBeUndefined();
  expect(at("yesterday")).toBeUndefined();
});

test("the template itself is a test", () => {
  const event = { eventType: `\${latestEvent.eventType}`, incidentId: `\${latestEvent.incident.id}` };
  expect(read({ event })).toHaveProperty("test");
});

describe("the PagerDuty extension", () => {
  test.each(["trigger", "acknowledge", "resolve"])("says %s", (event_type) => {
    const body = { service_key: "k", event_type, incident_key: "i-1", description: "CPU is high" };
    expect(eventOf(body)).toMatchObject({ action: event_type, dedupKey: "i-1" });
  });
  test("a trigger says what happened, and a resolve what is over", () => {
    expect(read({ service_key: "k", event_type: "trigger" })).toHaveProperty("unreadable.0.path", "description");
    expect(read({ service_key: "k", event_type: "resolve" })).toHaveProperty("unreadable.0.path", "incident_key");
  });
});
