import { expect, test } from "vitest";
import type { Event, Reading } from "#lib/sources/contract";
import { dynatrace } from "#lib/sources/dynatrace";

const read = (body: unknown): Reading => dynatrace.read(body, {});
const eventOf = (body: unknown): Event | undefined => {
  const reading = read(body);
  return "events" in reading ? reading.events[0] : undefined;
};
const problem = { PID: "86_V2", ProblemTitle: "Failure rate increase" };

test.each([
  ["OPEN", "trigger"],
  ["Resolved", "resolve"],
  ["MERGED", "resolve"],
])("a problem that is %s is a %s", (State, action) => expect(eventOf({ ...problem, State })?.action).toBe(action));

test("a state nobody knows changes nothing", () => {
  expect(read({ ...problem, State: "UNRESOLVED" })).toHaveProperty("ignored");
});

test.each([
  ["AVAILABILITY", "critical"],
  ["MONITORING_UNAVAILABLE", "critical"],
  ["ERROR", "error"],
  ["PERFORMANCE", "warning"],
  ["RESOURCE_CONTENTION", "warning"],
  ["CUSTOM_ALERT", "warning"],
  ["INFO", "info"],
  ["{ProblemSeverity}", undefined],
])("the severity %s is %s", (ProblemSeverity, severity) => {
  expect(eventOf({ ...problem, ProblemSeverity })?.severity).toBe(severity);
});

test("Dynatrace's own default payload has only the number people see", () => {
  const body = { State: "OPEN", ProblemID: "P-2603117", ProblemTitle: "Failure rate increase" };
  expect(eventOf(body)).toMatchObject({ dedupKey: "P-2603117", source: "Dynatrace" });
});

test("the list of impacted entities may be JSON", () => {
  expect(eventOf({ ...problem, ImpactedEntities: [{ type: "HOST", name: "web-1" }] })?.source).toBe("web-1");
});

test.each([
  { PID: "99999", ProblemTitle: "Anything" },
  { ProblemID: "999", ProblemTitle: "Dynatrace problem notification test run" },
  { PID: "{PID}", ProblemID: "{ProblemID}", ProblemTitle: "{ProblemTitle}" },
])("%j is a test", (body) => expect(read(body)).toHaveProperty("test"));

test("a title alone names no problem", () => {
  expect(read({ State: "OPEN", ProblemTitle: "Disk" })).toHaveProperty("unreadable.0.path", "PID");
});
