import { expect, test } from "vitest";
import { betterUptime } from "#lib/sources/better-uptime";
import type { Event, Reading } from "#lib/sources/contract";

const read = (attributes: object, event?: string) =>
  betterUptime.read({ data: { id: "25", type: "incident", attributes }, event }, {});

test.each<[title: string, attributes: object, event: string | undefined, action: string]>([
  ["the event says it", { resolved_at: "2026-03-01T03:00:00Z" }, "reopened", "trigger"],
  [
    "resolved, where there is no event",
    { acknowledged_at: "x", resolved_at: "2026-03-01T03:00:00Z" },
    undefined,
    "resolve",
  ],
  ["acknowledged, where there is no event", { acknowledged_at: "2026-03-01T03:00:00Z" }, undefined, "acknowledge"],
  ["the status, where there is nothing else", { status: "Resolved" }, undefined, "resolve"],
  ["new, where there is nothing", { status: "Validating" }, undefined, "trigger"],
])("%s", (_, attributes, event, action) => {
  expect(eventsOf(read(attributes, event))).toMatchObject([{ action, dedupKey: "25" }]);
});

test("a reopened incident does not seem older than its end", () => {
  const attributes = { started_at: "2026-03-01T02:00:00Z", resolved_at: "2026-03-01T03:00:00Z" };
  expect(eventsOf(read(attributes, "reopened"))[0]?.occurredAt).toBeUndefined();
  expect(eventsOf(read(attributes, "resolved"))[0]?.occurredAt).toBe("2026-03-01T03:00:00.000Z");
});

test("an event nobody knows is ignored", () => {
  expect(read({}, "commented")).toHaveProperty("ignored");
});

test("the name that other programs give the incident is read too", () => {
  const body = { incident: { id: 9, name: "Shop", status: "resolved" } };
  expect(eventsOf(betterUptime.read(body, {}))).toMatchObject([{ action: "resolve", dedupKey: "9", summary: "Shop" }]);
});

function eventsOf(reading: Reading): Event[] {
  if (!("events" in reading)) throw new Error(`was read as ${JSON.stringify(reading)}`);
  return reading.events;
}
