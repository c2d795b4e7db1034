import { expect, test } from "vitest";
import type { Event, Reading } from "#lib/sources/contract";
import { splunkEnterprise } from "#lib/sources/splunk-enterprise";

const alert = (changes: Record<string, unknown> = {}) => ({
  sid: "1.2",
  search_name: "Errors",
  app: "search",
  result: { host: "web-1" },
  ...changes,
});
const eventOf = (body: unknown): Event | undefined => {
  const reading: Reading = splunkEnterprise.read(body, {});
  return "events" in reading ? reading.events[0] : undefined;
};

test("every run of a saved search is the same trouble, whatever it found", () => {
  const key = eventOf(alert())?.dedupKey;
  expect(eventOf(alert({ sid: "9.9", result: { host: "web-2", severity: "critical" } }))?.dedupKey).toBe(key);
  expect(eventOf(alert({ app: "other" }))?.dedupKey).not.toBe(key);
});

test("a search without a name is known by its run", () => {
  expect(eventOf(alert({ search_name: null }))?.dedupKey).toBe("search:1.2");
});

test.each([
  [{ severity: "critical" }, "critical"],
  [{ urgency: "medium" }, "warning"],
  [{ severity: "9" }, undefined],
  [undefined, undefined],
])("a row of %j has the severity %s", (result, severity) => {
  expect(eventOf(alert({ result }))?.severity).toBe(severity);
});

test("without a host the search itself is the source", () => {
  expect(eventOf(alert({ result: {} }))?.source).toBe("Errors");
});
