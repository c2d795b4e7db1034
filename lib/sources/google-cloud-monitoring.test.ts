import { describe, expect, test } from "vitest";
import type { Event, Reading } from "#lib/sources/contract";
import { googleCloudMonitoring as source } from "#lib/sources/google-cloud-monitoring";

const incident = { incident_id: "0.abc", state: "open", summary: "Down", policy_name: "P", condition_name: "C" };
const alert = (changes: Record<string, unknown> = {}) => ({ version: "1.2", incident: { ...incident, ...changes } });
const pushed = (text: string) => ({ message: { data: Buffer.from(text).toString("base64"), messageId: "1" } });
const read = (body: unknown) => source.read(body, {});
const eventOf = (reading: Reading): Event | undefined => ("events" in reading ? reading.events[0] : undefined);

describe("incidents", () => {
  test.each([
    ["OPEN", "trigger"],
    ["open", "trigger"],
    ["Closed", "resolve"],
  ])("in the state %s mean %s", (state, action) => {
    expect(eventOf(read(alert({ state })))).toMatchObject({ action, dedupKey: "0.abc" });
  });

  test.each([
    ["Critical", "critical"],
    ["Error", "error"],
    ["Warning", "warning"],
    ["No severity", undefined],
    [undefined, undefined],
  ])("of the severity %s are %s", (severity, means) => {
    expect(eventOf(read(alert({ severity })))?.severity).toBe(means);
  });

  test("without a summary are named by policy and condition", () => {
    expect(eventOf(read(alert({ summary: " " })))?.summary).toBe("P: C");
  });

  test("of another state are ignored", () => expect(read(alert({ state: "reopened" }))).toHaveProperty("ignored"));
});

describe("a test", () => {
  test("is one by its version or by the incident it always has", () => {
    expect(read({ ...alert(), version: "test" })).toHaveProperty("test");
    expect(read(alert({ incident_id: "12345", summary: "Test Incident" }))).toHaveProperty("test");
  });

  test("is not every incident that is called so", () => {
    expect(read(alert({ summary: "Test Incident" }))).toHaveProperty("events");
  });
});

describe("Pub/Sub", () => {
  test("wraps the same incident", () => {
    expect(eventOf(read(pushed(JSON.stringify(alert()))))).toEqual(eventOf(read(alert())));
  });

  test.each([
    ["no JSON", pushed("hello")],
    ["another JSON", pushed('{"incident":{}}')],
    ["JSON too deep to be walked", pushed(`${'{"incident":'.repeat(50_000)}1${"}".repeat(50_000)}`)],
    ["no base64", { message: { data: "§§§", messageId: "1" } }],
    ["nothing but attributes", { message: { attributes: { a: "b" }, messageId: "1" } }],
  ])("is not told to try again when it holds %s", (_, body) => expect(read(body)).toHaveProperty("ignored"));
});
