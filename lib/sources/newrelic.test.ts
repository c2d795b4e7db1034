import { expect, test } from "vitest";
import type { Event, Reading } from "#lib/sources/contract";
import { newrelic } from "#lib/sources/newrelic";

const read = (body: unknown): Reading => newrelic.read(body, {});
const eventOf = (body: unknown): Event | undefined => {
  const reading = read(body);
  return "events" in reading ? reading.events[0] : undefined;
};
const issue = { id: "0ea2", title: "Memory" };

test.each([
  [{ state: "CREATED" }, "trigger"],
  [{ state: "ACTIVATED", acknowledgedAt: null }, "trigger"],
  [{ state: "activated", acknowledgedAt: 1772334600000 }, "acknowledge"],
  [{ state: "CLOSED", acknowledgedAt: 1772334600000 }, "resolve"],
  [{}, "trigger"],
])("an issue with %j is a %s", (changes, action) => {
  expect(eventOf({ ...issue, ...changes })).toMatchObject({ action, dedupKey: "0ea2" });
});

test("a state nobody knows changes nothing", () => {
  expect(read({ ...issue, state: "NOT CLOSED" })).toHaveProperty("ignored");
});

test.each([
  ["CRITICAL", "critical"],
  ["HIGH", "warning"],
  ["MEDIUM", "warning"],
  ["LOW", "info"],
  ["URGENT", undefined],
])("the priority %s is %s", (priority, severity) => {
  expect(eventOf({ ...issue, priority })?.severity).toBe(severity);
});

test("a title may be a list, and an entity an object", () => {
  expect(eventOf({ id: 7, title: ["Memory", "CPU"], impactedEntities: [{ name: "web-1" }] })).toMatchObject({
    dedupKey: "7",
    summary: "Memory",
    source: "web-1",
  });
});

test("an issue without an id is refused, and one with nothing else", () => {
  expect(read({ title: "Memory", state: "ACTIVATED" })).toHaveProperty("unreadable.0.path", "id");
  expect(read({ id: "0ea2" })).toHaveProperty("unreadable.0.path", "title");
});

test.each([
  ["open", "trigger"],
  ["acknowledged", "acknowledge"],
  ["closed", "resolve"],
])("an old channel's incident that is %s is a %s", (current_state, action) => {
  expect(eventOf({ incident_id: 4711, current_state, details: "Disk" })).toMatchObject({ action, dedupKey: "4711" });
});

test("the template itself is a test", () => {
  expect(read({ id: "{{ issueId }}", title: "{{ annotations.title.[0] }}" })).toHaveProperty("test");
  expect(read({ incident_id: "$INCIDENT_ID", current_state: "$EVENT_STATE" })).toHaveProperty("test");
});
