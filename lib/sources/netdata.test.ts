import { describe, expect, test } from "vitest";
import { netdata } from "#lib/sources/netdata";

describe("what the agent sends", () => {
  const alert = { name: "ram_in_use", host: "db-1", chart: "system.ram", status: "WARNING" };
  test.each<[said: object, expected: object]>([
    [{}, { events: [{ action: "trigger", severity: "warning", dedupKey: "db-1/system.ram/ram_in_use" }] }],
    [{ status: "CLEAR" }, { events: [{ action: "resolve", dedupKey: "db-1/system.ram/ram_in_use" }] }],
    [{ status: "REMOVED" }, { events: [{ action: "resolve" }] }],
    [{ status: "UNINITIALIZED" }, { ignored: expect.any(String) }],
    [{ alarmId: 8, unique_id: 9, eventId: 10 }, { events: [{ dedupKey: "db-1/system.ram/ram_in_use" }] }],
  ])("%j", (said, expected) => expect(netdata.read({ ...alert, ...said }, {})).toMatchObject(expected));
});

test("the token of Netdata Cloud's test is shown", () => {
  expect(netdata.read({ token: "abc-123" }, {})).toEqual({ test: expect.stringContaining("abc-123") });
});

test("a node that is reachable again resolves what its absence opened", () => {
  const gone = { host: "db-1", status: { reachable: false } };
  const back = { host: "db-1", status: { reachable: true } };
  expect(netdata.read(gone, {})).toMatchObject({ events: [{ action: "trigger", dedupKey: "reachable/db-1" }] });
  expect(netdata.read(back, {})).toMatchObject({ events: [{ action: "resolve", dedupKey: "reachable/db-1" }] });
});

test("the agent's script is answered 200, which is all it takes for a success", () => {
  expect(netdata.answer?.({ outcome: "accepted", events: [], problems: [] })?.status).toBe(200);
  expect(netdata.answer?.({ outcome: "test", reason: "x" })).toBeUndefined();
});
