import { describe, expect, test } from "vitest";
import type { Event, Reading } from "#lib/sources/contract";
import { elastic } from "#lib/sources/elastic";

const read = (body: unknown): Reading => elastic.read(body, {});
const eventsOf = (body: unknown): Event[] => {
  const reading = read(body);
  return "events" in reading ? reading.events : [];
};
const rule = { id: "r1", name: "CPU" };
const keysOf = (body: unknown) => eventsOf(body).map(({ action, dedupKey }) => [action, dedupKey]);

test.each([
  ["recovered", "resolve"],
  ["Recovered", "resolve"],
  ["not recovered", "trigger"],
  ["threshold met", "trigger"],
])("the action group %s is a %s", (actionGroup, action) => {
  expect(eventsOf({ rule, alert: { id: "web-1", actionGroup } })).toMatchObject([{ action, dedupKey: "r1:web-1" }]);
});

test.each([
  [{ severity: "critical", alert: { id: "a", actionGroup: "metrics.threshold.warning" } }, "critical"],
  [{ alert: { id: "a", actionGroup: "metrics.threshold.warning" } }, "warning"],
  [{ alert: { id: "a", actionGroup: "critical" } }, "critical"],
  [{ severity: "{{severity}}", alert: { id: "a", actionGroup: "query matched" } }, undefined],
])("%j has the severity %s", (body, severity) => expect(eventsOf({ rule, ...body })[0]?.severity).toBe(severity));

test.each([
  [{ rule, alert: { uuid: "u" } }, "r1"],
  [{ rule: { name: "CPU" }, alert: { id: "a", uuid: "u" } }, "u"],
  [{ rule: { name: "CPU" }, alert: { id: "a" } }, "CPU:a"],
])("the key of %j is %s", (body, key) => expect(eventsOf(body)[0]?.dedupKey).toBe(key));

test.each([
  ["CPU is 97 %", "CPU is 97 %"],
  ["Load is 97 %", "CPU: Load is 97 %"],
  ["", "CPU"],
])("with the reason %j the summary is %j", (reason, summary) => {
  expect(eventsOf({ rule, context: { reason } })[0]?.summary).toBe(summary);
});

test("a path in Kibana becomes an address", () => {
  const body = { rule, kibanaBaseUrl: "https://k.example.com/", context: { viewInAppUrl: "/app/metrics" } };
  expect(eventsOf(body)[0]?.links).toEqual([{ href: "https://k.example.com/app/metrics", text: "Kibana" }]);
  expect(eventsOf({ ...body, kibanaBaseUrl: "" })[0]?.links).toEqual([]);
});

describe("a summary", () => {
  test("has an event for each alert, dotted or nested, and a bad one does not lose the others", () => {
    const body = {
      rule,
      alerts: {
        new: {
          count: 2,
          data: [{ "kibana.alert.instance.id": "a" }, { kibana: { alert: { instance: { id: "b" } } } }],
        },
        ongoing: { count: 1, data: [{ id: "" }, "nonsense", null] },
        recovered: { count: 1, data: [{ id: "c" }, null] },
      },
    };
    expect(keysOf(body)).toEqual([
      ["trigger", "r1:a"],
      ["trigger", "r1:b"],
      ["resolve", "r1:c"],
    ]);
    expect(read(body)).toHaveProperty("problems", [
      expect.stringMatching(/^alerts\.ongoing\.data\.0: /),
      expect.stringMatching(/^alerts\.ongoing\.data\.1: /),
    ]);
  });

  test.each([
    [{ new: { count: 2 }, recovered: { count: 1 } }, [["trigger", "r1"]]],
    [{ new: { count: "0" }, recovered: { count: "3" } }, [["resolve", "r1"]]],
  ])("of the numbers %j is about the rule", (alerts, events) => expect(keysOf({ rule, alerts })).toEqual(events));

  test("of nothing is ignored, and one of no rule refused", () => {
    expect(read({ rule, alerts: { new: { data: [null] } } })).toHaveProperty("ignored");
    expect(read({ alerts: { new: { data: [{ id: "a" }] } } })).toHaveProperty("unreadable.0.path", "rule.id");
  });
});

test("a second watch ends what the first began", () => {
  expect(keysOf({ watch_id: "w", status: "triggered" })).toEqual([["trigger", "w"]]);
  expect(keysOf({ watch_id: "w", status: "Resolved" })).toEqual([["resolve", "w"]]);
  expect(keysOf({ watch_id: "w", status: "not ok" })).toEqual([["trigger", "w"]]);
});

test("the template itself is a test", () => {
  expect(read({ rule: { id: "{{rule.id}}" }, alert: { id: "{{alert.id}}" } })).toHaveProperty("test");
  expect(read({ watch_id: "{{ctx.watch_id}}", status: "triggered" })).toHaveProperty("test");
});
