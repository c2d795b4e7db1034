import { expect, test } from "vitest";
import type { ReadEvent } from "#db/schema/incidents";
import { compareEvents } from "#lib/requests/compare-events";

const event = (dedupKey: string, more: Partial<ReadEvent> = {}): ReadEvent => ({
  action: "trigger",
  dedupKey,
  summary: dedupKey,
  links: [],
  ...more,
});
const none: ReadonlySet<number> = new Set();
const changesOf = (...given: Parameters<typeof compareEvents>) => compareEvents(...given).map(({ change }) => change);

test("events are paired by their key, wherever they stand", () => {
  const before = [event("a"), event("b"), event("c")];
  expect(changesOf(before, [event("c"), event("a")], none)).toEqual(["same", "same", "removed"]);
  expect(changesOf([event("a")], [event("b"), event("a")], none)).toEqual(["added", "same"]);
});

test("of two with one key, those that ask for the same are paired", () => {
  const resolve = event("a", { action: "resolve" });
  expect(changesOf([event("a"), resolve], [resolve, event("a")], none)).toEqual(["same", "same"]);
});

test("where the key itself has changed, what is left is paired in its order", () => {
  const [change] = compareEvents([event("old", { summary: "Disk" })], [event("new", { summary: "Disk" })], none);
  expect(change?.fields.filter(({ change }) => change !== "same")).toEqual([
    { field: "dedupKey", change: "changed", before: "old", now: "new" },
  ]);
});

test("a key that was made for the request is no difference to one that is made now; a sender's key is", () => {
  const made = "0123456789abcdef0123456789abcdef";
  expect(
    changesOf([event(made, { summary: "Disk" })], [event("f".repeat(32), { summary: "Disk" })], new Set([0])),
  ).toEqual(["same"]);
  expect(changesOf([event("disk", { summary: "Disk" })], [event(made, { summary: "Disk" })], new Set([0]))).toEqual([
    "changed",
  ]);
});

test("a field that came or went says so", () => {
  const fields = compareEvents([event("a", { source: "db-1" })], [event("a", { severity: "error" })], none)[0]?.fields;
  expect(fields).toContainEqual({ field: "source", change: "removed", before: "db-1", now: null });
  expect(fields).toContainEqual({ field: "severity", change: "added", before: null, now: "error" });
});
