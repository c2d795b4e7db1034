import { expect, test } from "vitest";
import { parseBody } from "#lib/intake/parse-body";
import type { Event, Reading } from "#lib/sources/contract";
import { uptimerobot } from "#lib/sources/uptimerobot";

const read = (body: unknown) => uptimerobot.read(body, {});

const query =
  "integrationId=1&monitorID=7&monitorURL=http%3A%2F%2Fshop.example.com&monitorFriendlyName=Shop&alertType=1";

test.each<[title: string, sent: { body: string; type: string; query: string }]>([
  ["as a query", { body: "", type: "", query }],
  ["as a query with the & that UptimeRobot asks for", { body: "", type: "", query: `${query}&` }],
  ["as a form", { body: query, type: "application/x-www-form-urlencoded", query: "integrationId=1" }],
  [
    "as JSON",
    {
      body: '{"monitorID":7,"monitorURL":"http://shop.example.com","monitorFriendlyName":"Shop","alertType":1}',
      type: "application/json",
      query: "integrationId=1",
    },
  ],
])("%s it is the same", (_, { body, type, query }) => {
  const parsed = parseBody(new TextEncoder().encode(body), type, query);
  expect(eventsOf(read("value" in parsed ? parsed.value : undefined))).toMatchObject([
    { action: "trigger", dedupKey: "7", summary: "Shop is Down", source: "http://shop.example.com" },
  ]);
});

test("the words do where the number is not known, and the address where there is no id", () => {
  const copied = { monitor_url: "mail.example.com", monitor_friendly_name: "Mail", alert_type_friendly_name: "Up" };
  expect(eventsOf(read(copied))).toMatchObject([{ action: "resolve", dedupKey: "mail.example.com" }]);
  expect(eventsOf(read({ ...copied, alert_type: "98", alert_type_friendly_name: "DOWN" }))).toMatchObject([
    { action: "trigger", dedupKey: "mail.example.com" },
  ]);
});

test("an alert type nobody knows is ignored, none at all is unreadable", () => {
  expect(read({ monitorID: 7, alertType: "5", alertTypeFriendlyName: "Started" })).toHaveProperty("ignored");
  expect(read({ monitorID: 7 })).toEqual({ unreadable: [{ path: "alertType", message: expect.any(String) }] });
});

test("what was not filled in is not there", () => {
  const [event] = eventsOf(read({ monitorID: 7, alertType: 1, alertDetails: "*alertDetails*" }));
  expect(event?.summary).toBe("Monitor 7 is Down");
});

function eventsOf(reading: Reading): Event[] {
  if (!("events" in reading)) throw new Error(`was read as ${JSON.stringify(reading)}`);
  return reading.events;
}
