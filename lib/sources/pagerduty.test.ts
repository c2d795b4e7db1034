import { describe, expect, test } from "vitest";
import type { Ending, Event, Reading } from "#lib/sources/contract";
import { pagerduty } from "#lib/sources/pagerduty";

const body = (payload: Record<string, unknown> = {}, more: Record<string, unknown> = {}) => ({
  event_action: "trigger",
  dedup_key: "web-01/cpu",
  payload: { summary: "High CPU", source: "web-01", severity: "error", ...payload },
  ...more,
});
const read = (body: unknown) => pagerduty.read(body, {});
const eventOf = (reading: Reading): Event | undefined => ("events" in reading ? reading.events[0] : undefined);

test("document 004's curl is read: no routing_key in the body, details kept", () => {
  const event = eventOf(read(body({ custom_details: { cpu_percent: 95 } })));
  expect(event).toMatchObject({
    action: "trigger",
    dedupKey: "web-01/cpu",
    summary: "High CPU",
    source: "web-01",
    severity: "error",
    details: { cpu_percent: 95 },
  });
});

describe("what a trigger may leave out", () => {
  test.each<[title: string, body: unknown, expected: Partial<Event>]>([
    ["the dedup key", body({}, { dedup_key: undefined }), { dedupKey: undefined }],
    ["the dedup key, as null", body({}, { dedup_key: null }), { dedupKey: undefined }],
    ["the dedup key, as blank text", body({}, { dedup_key: " " }), { dedupKey: undefined }],
    ["the severity", body({ severity: undefined }), { severity: undefined }],
    ["the severity, as null", body({ severity: null }), { severity: undefined }],
  ])("%s", (_, body, expected) => expect({ ...eventOf(read(body)) }).toMatchObject(expected));
});

describe("what is taken in other forms", () => {
  test.each<[title: string, body: unknown, expected: Partial<Event>]>([
    ["a number as dedup key", body({}, { dedup_key: 4711 }), { dedupKey: "4711" }],
    ["a severity in capitals", body({ severity: "Critical" }), { severity: "critical" }],
    ["details as text", body({ custom_details: "load 9" }), { details: { details: "load 9" } }],
    ["details as a list", body({ custom_details: [1] }), { details: { details: [1] } }],
    [
      "component, group and class",
      body({ component: "db", group: "eu", class: "disk" }),
      { details: { component: "db", group: "eu", class: "disk" } },
    ],
    [
      "a timestamp without a colon in its offset",
      body({ timestamp: "2015-07-17T08:42:58.315+0200" }),
      { occurredAt: "2015-07-17T06:42:58.315Z" },
    ],
    ["a timestamp that is none", body({ timestamp: "soon" }), { occurredAt: undefined }],
    [
      "client and its address",
      body({}, { client: "Zabbix", client_url: "https://z.example.com" }),
      { links: [{ href: "https://z.example.com", text: "Zabbix" }] },
    ],
    [
      "images",
      body({}, { images: [{ src: "https://x.example.com/a.png", alt: "graph" }] }),
      { images: [{ src: "https://x.example.com/a.png", alt: "graph" }] },
    ],
  ])("%s", (_, body, expected) => expect({ ...eventOf(read(body)) }).toMatchObject(expected));
});

test("a broken link or image is left out and named; the alert goes through", () => {
  const reading = read(body({}, { links: [{ text: "no address" }, { href: "https://a.example.com" }], images: ["x"] }));
  expect(eventOf(reading)?.links).toEqual([{ href: "https://a.example.com", text: undefined }]);
  expect(reading).toHaveProperty("problems", [
    expect.stringMatching(/^'images\.0' /),
    "'links.0.href' is missing or blank",
  ]);
});

test("a long summary goes through and is said to be cut", () => {
  expect(read(body({ summary: "x".repeat(1025) }))).toHaveProperty("problems", [
    expect.stringMatching(/1024 characters was cut/),
  ]);
});

describe("what is refused, in PagerDuty's words", () => {
  test.each<[title: string, body: unknown, error: string]>([
    ["no action", { dedup_key: "a" }, "'event_action' is invalid (must be one of: trigger, acknowledge, resolve)"],
    [
      "an unknown action",
      body({}, { event_action: "reopen" }),
      "'event_action' is invalid (must be one of: trigger, acknowledge, resolve)",
    ],
    ["a trigger without a payload", { event_action: "trigger" }, "'payload' is missing or blank"],
    ["a payload that is text", { event_action: "trigger", payload: "down" }, "'payload' is missing or blank"],
    ["a blank summary", body({ summary: " \n" }), "'payload.summary' is missing or blank"],
    ["a summary that is a number", body({ summary: 5 }), "'payload.summary' is missing or blank"],
    ["no source", body({ source: undefined }), "'payload.source' is missing or blank"],
    [
      "an unknown severity",
      body({ severity: "sev1" }),
      "'payload.severity' is invalid (must be one of: info, warning, error, critical)",
    ],
    ["a dedup key that is an object", body({}, { dedup_key: {} }), "'dedup_key' should be text"],
    ["an acknowledge without a key", { event_action: "acknowledge" }, "'dedup_key' is missing or blank"],
    ["a resolve with a blank key", { event_action: "resolve", dedup_key: "" }, "'dedup_key' is missing or blank"],
  ])("%s", (_, body, error) => {
    const answer = pagerduty.answer?.(refusedAs(read(body)));
    expect(answer).toEqual({
      status: 400,
      body: { status: "invalid event", message: "Event object is invalid", errors: [error] },
    });
  });

  test.each([
    ["a list", [body()]],
    ["text", "down"],
    ["nothing", null],
  ])("%s is not an event object at all", (_, body) => {
    const answer = pagerduty.answer?.(refusedAs(read(body)));
    expect(answer).toMatchObject({
      status: 400,
      body: { status: "Unrecognized object", message: "Event object format is unrecognized" },
    });
  });
});

describe("the answers", () => {
  test.each<[title: string, ending: Ending, answer: unknown]>([
    [
      "an event that was stored",
      {
        outcome: "accepted",
        events: [{ action: "trigger", dedupKey: "k", incident: { id: "1", number: 1 } }],
        problems: [],
      },
      { status: 202, body: { status: "success", message: "Event processed", dedup_key: "k" } },
    ],
    [
      "an acknowledge that found nothing open",
      { outcome: "accepted", events: [{ action: "acknowledge", dedupKey: "k", incident: null }], problems: [] },
      { status: 202, body: { status: "success", message: "Event processed", dedup_key: "k" } },
    ],
    [
      "an event with a part that was left out",
      {
        outcome: "accepted",
        events: [{ action: "trigger", dedupKey: "k", incident: null }],
        problems: ["'links.0.href' is missing or blank"],
      },
      {
        status: 202,
        body: {
          status: "success",
          message: "Event processed",
          dedup_key: "k",
          warnings: ["'links.0.href' is missing or blank"],
        },
      },
    ],
    [
      "a visit",
      { outcome: "ignored", reason: "Ready." },
      { status: 200, body: { status: "success", message: "Ready." } },
    ],
    [
      "a body that is not JSON",
      {
        outcome: "refused",
        status: 400,
        message: "The body cannot be read as JSON: x.",
        problems: [{ path: "", message: "The body cannot be read as JSON: x." }],
      },
      {
        status: 400,
        body: {
          status: "Unrecognized object",
          message: "Event object format is unrecognized",
          errors: ["The body cannot be read as JSON: x."],
        },
      },
    ],
    [
      "a wrong key",
      { outcome: "refused", status: 401, message: "This integration key is wrong.", problems: [] },
      {
        status: 401,
        body: {
          status: "unauthorized",
          message: "This integration key is wrong.",
          errors: ["This integration key is wrong."],
        },
      },
    ],
    [
      "too many events",
      { outcome: "refused", status: 429, message: "Send it again in 7 seconds.", problems: [] },
      {
        status: 429,
        body: {
          status: "throttle exceeded",
          message: "Send it again in 7 seconds.",
          errors: ["Send it again in 7 seconds."],
        },
      },
    ],
  ])("%s", (_, ending, answer) => expect(pagerduty.answer?.(ending)).toEqual(answer));
});

function refusedAs(reading: Reading): Ending {
  if (!("unreadable" in reading)) throw new Error(`was read as ${JSON.stringify(reading)}`);
  return { outcome: "refused", status: 400, message: "…", problems: reading.unreadable };
}
