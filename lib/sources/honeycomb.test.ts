import { expect, test } from "vitest";
import type { Event, Reading } from "#lib/sources/contract";
import { honeycomb } from "#lib/sources/honeycomb";

const trigger = (changes: Record<string, unknown> = {}) => ({
  id: "t1",
  name: "Slow",
  status: "TRIGGERED",
  ...changes,
});
const read = (body: unknown) => honeycomb.read(body, {});
const eventOf = (reading: Reading): Event | undefined => ("events" in reading ? reading.events[0] : undefined);

test.each([
  ["triggered", "trigger"],
  ["TRIGGERED", "trigger"],
  ["ok", "resolve"],
])("%s means %s", (status, action) => expect(eventOf(read(trigger({ status })))?.action).toBe(action));

test("what is not OK does not resolve", () => {
  expect(read(trigger({ status: "NOT OK" }))).toHaveProperty("ignored");
});

test("without an id the name is the key", () => {
  expect(eventOf(read(trigger({ id: "" })))).toMatchObject({ dedupKey: "Slow", summary: "Slow" });
});

test("a burn alert links to its SLO", () => {
  expect(eventOf(read(trigger({ slo_url: "https://ui.honeycomb.io/slo/1" })))?.links).toEqual([
    { href: "https://ui.honeycomb.io/slo/1", text: "SLO" },
  ]);
});

test("several groups are one incident", () => {
  const groups = [{ Group: { a: "1" } }, { Group: { a: "2" } }];
  const reading = read(trigger({ result_groups_triggered: groups }));
  expect(reading).toHaveProperty("events.length", 1);
  expect(eventOf(reading)?.details?.groups).toEqual(groups);
});

test("the secret of an older webhook is not kept with the incident", () => {
  expect(JSON.stringify(read(trigger({ shared_secret: "s3cret" })))).not.toContain("s3cret");
});

test("a template nobody filled in is a test", () => {
  expect(read({ id: "{{ .ID }}", name: "{{ .Name }}", status: "{{ .Status }}" })).toHaveProperty("test");
});
