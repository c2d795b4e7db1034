import { describe, expect, test } from "vitest";
import type { Ending } from "#lib/sources/contract";
import { pagerdutyChange } from "#lib/sources/pagerduty-change";
import { pagerdutyV1 } from "#lib/sources/pagerduty-v1";
import { pagerdutyWebhooks } from "#lib/sources/pagerduty-webhooks";

describe("what the first version refuses, in its own words", () => {
  test.each<[title: string, body: unknown, error: string]>([
    ["no event type", { description: "Down" }, "event_type is invalid (must be one of: trigger acknowledge resolve)"],
    [
      "an unknown event type",
      { event_type: "reopen" },
      "event_type is invalid (must be one of: trigger acknowledge resolve)",
    ],
    ["a trigger without a description", { event_type: "trigger" }, "description is missing or blank"],
    ["a resolve without a key", { event_type: "resolve" }, "incident_key is missing or blank"],
  ])("%s", (_, body, error) => {
    const reading = pagerdutyV1.read(body, {});
    if (!("unreadable" in reading)) throw new Error(`was read as ${JSON.stringify(reading)}`);
    const answer = pagerdutyV1.answer?.({ outcome: "refused", status: 400, message: "", problems: reading.unreadable });
    expect(answer).toEqual({
      status: 400,
      body: { status: "invalid event", message: "Event object is invalid", errors: [error] },
    });
  });
});

test("a trigger of the first version may leave out its key, and a broken context is left out and named", () => {
  const reading = pagerdutyV1.read(
    { event_type: "trigger", description: "Down", contexts: ["x", { type: "link", href: "https://a.example.com" }] },
    {},
  );
  expect(reading).toMatchObject({
    events: [{ dedupKey: undefined, links: [{ href: "https://a.example.com" }] }],
    problems: [expect.stringMatching(/^contexts\.0 /)],
  });
});

describe("the answers of the first version", () => {
  test.each<[title: string, ending: Ending, answer: object]>([
    [
      "an event that was stored",
      { outcome: "accepted", events: [{ action: "trigger", dedupKey: "k", incident: null }], problems: [] },
      { status: 200, body: { status: "success", message: "Event processed", incident_key: "k" } },
    ],
    [
      "too many events",
      { outcome: "refused", status: 429, message: "Send it again in 7 seconds.", problems: [] },
      { status: 403, body: { status: "throttle exceeded" } },
    ],
  ])("%s", (_, ending, answer) => expect(pagerdutyV1.answer?.(ending)).toMatchObject(answer));
});

test("a change is kept with its text and its place, answered 202 and opens nothing", () => {
  const reading = pagerdutyChange.read({ payload: { summary: "Deployed\n shop", source: "ci" } }, {});
  expect(reading).toEqual({
    ignored: 'Kept as a note of the change "Deployed shop" at ci. Changes open no incident.',
  });
  expect(pagerdutyChange.answer?.({ outcome: "ignored", reason: "Kept." })).toEqual({
    status: 202,
    body: { status: "success", message: "Kept." },
  });
});

describe("what PagerDuty's webhooks become", () => {
  const sent = (event_type: string, data: object = {}) =>
    pagerdutyWebhooks.read({ event: { id: "E1", event_type, data: { id: "P1", title: "Slow", ...data } } }, {});
  test.each<[type: string, data: object, expected: object]>([
    ["incident.triggered", { urgency: "low" }, { events: [{ action: "trigger", severity: "warning" }] }],
    ["incident.triggered", { urgency: "sideways" }, { events: [{ action: "trigger", severity: undefined }] }],
    ["incident.reopened", {}, { events: [{ action: "trigger", dedupKey: "P1" }] }],
    ["incident.unacknowledged", {}, { events: [{ action: "trigger" }] }],
    ["incident.annotated", {}, { ignored: expect.stringContaining("annotated") }],
    ["service.updated", {}, { ignored: expect.any(String) }],
    ["pagey.ping", {}, { test: expect.any(String) }],
  ])("%s %j", (type, data, expected) => expect(sent(type, data)).toMatchObject(expected));
});
