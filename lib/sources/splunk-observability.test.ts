import { expect, test } from "vitest";
import type { Event, Reading } from "#lib/sources/contract";
import { splunkObservability } from "#lib/sources/splunk-observability";

const alert = (changes: Record<string, unknown> = {}) => ({
  incidentId: "i1",
  rule: "p99",
  detector: "Latency",
  statusExtended: "anomalous",
  ...changes,
});
const read = (body: unknown) => splunkObservability.read(body, {});
const eventOf = (reading: Reading): Event | undefined => ("events" in reading ? reading.events[0] : undefined);

test.each([
  [{ statusExtended: "anomalous" }, "trigger"],
  [{ statusExtended: "ok" }, "resolve"],
  [{ statusExtended: "Manually resolved" }, "resolve"],
  [{ statusExtended: "stopped", status: "anomalous" }, "resolve"],
  [{ statusExtended: undefined, status: "ok" }, "resolve"],
])("%j means %s", (changes, action) => expect(eventOf(read(alert(changes)))?.action).toBe(action));

test.each([
  ["Critical", "critical"],
  ["Major", "error"],
  ["Minor", "warning"],
  ["Warning", "warning"],
  ["Info", "info"],
])("%s is %s", (severity, means) => expect(eventOf(read(alert({ severity })))?.severity).toBe(means));

test("the source is the first machine or service of the signals, else the detector", () => {
  const inputs = { A: { key: { zone: "a" } }, B: { key: { sf_service: "shop" } } };
  expect(eventOf(read(alert({ inputs })))?.source).toBe("shop");
  expect(eventOf(read(alert({ inputs: { A: null } })))?.source).toBe("Latency");
});

test("a muted alert opens nothing, but its end still resolves what was open before", () => {
  expect(read(alert({ triggeredWhileMuted: true }))).toHaveProperty("ignored");
  expect(eventOf(read(alert({ triggeredWhileMuted: true, statusExtended: "ok" })))?.action).toBe("resolve");
});

test("what is stored is answered with exactly 200, for anything else is sent again for a day", () => {
  expect(splunkObservability.answer?.({ outcome: "accepted", events: [], problems: [] })).toEqual({
    status: 200,
    body: { status: "accepted", events: [] },
  });
  expect(splunkObservability.answer?.({ outcome: "refused", status: 401, message: "", problems: [] })).toBeUndefined();
});
