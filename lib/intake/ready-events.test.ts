import { expect, test } from "vitest";
import type { ReadyEvent } from "#lib/incidents/intake";
import { partsOf } from "#lib/incidents/parts-of";
import { readyEvents } from "#lib/intake/ready-events";
import type { Event } from "#lib/sources/contract";

const ready = (...events: Event[]) => readyEvents(events, "scope", { severity: "warning", source: "Sender" });
const trigger = (dedupKey: string, more: Partial<Event> = {}): Event => ({
  action: "trigger",
  dedupKey,
  summary: "Broken",
  ...more,
});
const resolve = (dedupKey: string): Event => ({ action: "resolve", dedupKey });
const shape = (parts: ReadyEvent[][]) =>
  parts.map((part) => part.map(({ action, dedupKey }) => `${action} ${dedupKey}`));

test("what a source leaves out is filled in", () => {
  expect(ready({ action: "trigger", summary: "Broken" })).toMatchObject([
    { severity: "warning", source: "Sender", links: [], images: [], details: {}, occurredAt: null },
  ]);
});

test("a missing or blank dedup key becomes a new one each time", () => {
  const keys = ready(trigger(""), trigger(" \0 ".trim()), { action: "trigger", summary: "x" }).map(
    ({ dedupKey }) => dedupKey,
  );
  expect(new Set(keys).size).toBe(3);
});

test("only addresses a browser may follow are kept as links and images", () => {
  const [event] = ready(
    trigger("k", {
      links: [{ href: "javascript:alert(1)" }, { href: "https://ok.example", text: " a\nb " }],
      images: [{ src: "data:x" }, { src: "http://ok.example/i.png", href: "file:///etc" }],
    }),
  );
  expect(event).toMatchObject({
    links: [{ href: "https://ok.example", text: "a b" }],
    images: [{ src: "http://ok.example/i.png" }],
  });
  expect(event?.images[0]).not.toHaveProperty("href");
});

test("a moment that no calendar of ours knows is dropped", () => {
  expect(
    ready(trigger("a", { occurredAt: "0001-01-01T00:00:00Z" }), trigger("b", { occurredAt: "soon" })).map(
      ({ occurredAt }) => occurredAt,
    ),
  ).toEqual([null, null]);
});

test("events of one key with one action stay together", () => {
  expect(shape(partsOf(ready(trigger("a"), resolve("b"), trigger("a"))))).toEqual([
    ["trigger a", "resolve b", "trigger a"],
  ]);
});

test("a key whose action changes begins a new part, in order", () => {
  expect(shape(partsOf(ready(trigger("a"), trigger("b"), resolve("a"), trigger("a"))))).toEqual([
    ["trigger a", "trigger b"],
    ["resolve a"],
    ["trigger a"],
  ]);
});

test("very many events come in parts of five hundred", () => {
  const parts = partsOf(ready(...Array.from({ length: 1_200 }, (_, at) => trigger(`k${at}`))));
  expect(parts.map(({ length }) => length)).toEqual([500, 500, 200]);
});

test("no events are one empty part, so that the request is kept", () => expect(partsOf([])).toEqual([[]]));
