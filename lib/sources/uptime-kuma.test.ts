import { expect, test } from "vitest";
import type { Event, Reading } from "#lib/sources/contract";
import { uptimeKuma } from "#lib/sources/uptime-kuma";

const read = (body: unknown) => uptimeKuma.read(body, {});
const down = (monitor: object = {}, heartbeat: object = {}) =>
  read({
    heartbeat: { monitorID: 3, status: 0, msg: "timeout", ...heartbeat },
    monitor: { name: "Shop", ...monitor },
    msg: "x",
  });

test("pending and maintenance are ignored", () => {
  expect(down({}, { status: 2 })).toHaveProperty("ignored");
  expect(down({}, { status: 3 })).toHaveProperty("ignored");
});

test("a tag sets the severity, a word nobody knows does not", () => {
  const tagged = (value: string) => eventsOf(down({ tags: [{ name: "Severity", value }] }))[0]?.severity;
  expect(["warning", "P2", "blue"].map(tagged)).toEqual(["warning", "error", "critical"]);
});

test("an empty address is none; the host or the name is the source then", () => {
  expect(eventsOf(down({ url: "https://", hostname: "db-1" }))[0]).toMatchObject({ source: "db-1", links: [] });
  expect(eventsOf(down({ url: "https://" }))[0]?.source).toBe("Shop");
});

test("an old version that says the monitor's id only in the monitor has the same key", () => {
  expect(eventsOf(down({ id: 3 }, { monitorID: undefined }))[0]?.dedupKey).toBe("3");
});

test("a certificate's warnings meet, however many days are left; another certificate is another", () => {
  const expiry = (name: string, days: number) =>
    eventsOf(read({ heartbeat: null, monitor: null, msg: `[${name}] certificate will expire in ${days} days` }))[0]
      ?.dedupKey;
  expect(expiry("shop", 14)).toBe(expiry("shop", 7));
  expect(expiry("shop", 14)).not.toBe(expiry("blog", 14));
});

test("by GET, what is absent is missing or the text null", () => {
  expect(read({ msg: "Tocsin Testing" })).toHaveProperty("test");
  expect(read({ msg: "Tocsin Testing", heartbeat: "null", monitor: "null" })).toHaveProperty("test");
  expect(read({ msg: "x", heartbeat: "down" })).toHaveProperty("unreadable");
});

function eventsOf(reading: Reading): Event[] {
  if (!("events" in reading)) throw new Error(`was read as ${JSON.stringify(reading)}`);
  return reading.events;
}
