import { expect, test } from "vitest";
import type { Event, Reading } from "#lib/sources/contract";
import { pingdom } from "#lib/sources/pingdom";

const read = (body: object) => pingdom.read({ check_id: 1, check_name: "Shop", ...body }, {});

test.each([
  ["DOWN", "trigger"],
  ["FAILING", "trigger"],
  ["UP", "resolve"],
  ["SUCCESS", "resolve"],
])("%s: %s", (state, action) => {
  expect(eventsOf(read({ current_state: state }))).toMatchObject([{ action, dedupKey: "1" }]);
});

test.each(["UNCONFIRMED_DOWN", "UNKNOWN", "NOT UP"])("%s is ignored", (state) => {
  expect(read({ current_state: state })).toHaveProperty("ignored");
});

test.each([
  ["HIGH", "critical"],
  ["LOW", "warning"],
  [undefined, undefined],
])("an importance of %s is %s", (importance_level, severity) => {
  expect(eventsOf(read({ current_state: "DOWN", importance_level }))[0]?.severity).toBe(severity);
});

test("the name that other programs give the state is read too", () => {
  expect(eventsOf(read({ state: "down" }))[0]?.action).toBe("trigger");
});

function eventsOf(reading: Reading): Event[] {
  if (!("events" in reading)) throw new Error(`was read as ${JSON.stringify(reading)}`);
  return reading.events;
}
