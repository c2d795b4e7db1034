import { expect, test } from "vitest";
import { apiQueryOf, type Filters, keyOf, narrowingOf, usualSort } from "./filters";

const none: Filters = {
  tab: "open",
  service: [],
  severity: [],
  urgency: [],
  assignee: [],
  source: [],
  opened: null,
  q: null,
  sort: usualSort,
};
const noon = Date.parse("2026-11-20T12:00:00Z");

test("the Open tab asks for what is open", () => {
  expect(apiQueryOf(none, noon).toString()).toBe("status=open&sort=-priority");
});

test("Mine asks for what is open and assigned to me, whoever else was chosen", () => {
  expect(apiQueryOf({ ...none, tab: "mine", assignee: ["0193"] }, noon).toString()).toBe(
    "status=open&assigneeId=me&sort=-priority",
  );
});

test("a window of time becomes the moment when it began", () => {
  expect(apiQueryOf({ ...none, tab: "all", opened: "24h" }, noon).get("since")).toBe("2026-11-19T12:00:00.000Z");
});

test("the tab and the search do not count as filters", () => {
  expect(narrowingOf({ ...none, tab: "all", q: "disk" })).toBe(0);
  expect(narrowingOf({ ...none, severity: ["critical", "error"], source: ["db-1"] })).toBe(2);
});

test("each set of filters has its own key", () => {
  expect(keyOf(none)).toBe("?");
  expect(keyOf({ ...none, severity: ["critical"] })).not.toBe(keyOf({ ...none, urgency: ["high"] }));
});

test("several values and an order are asked for as they are", () => {
  const asked = apiQueryOf({ ...none, severity: ["critical", "error"], source: ["a,b", "c"], sort: "title" }, noon);
  expect(asked.getAll("severity")).toEqual(["critical", "error"]);
  expect(asked.getAll("source")).toEqual(["a,b", "c"]);
  expect(asked.get("sort")).toBe("title");
});
