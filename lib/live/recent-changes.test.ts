import { expect, test } from "vitest";
import { RecentChanges } from "#lib/live/recent-changes";

const at = (seconds: number) => new Date(1_800_000_000_000 + seconds * 1_000);

test("what changed is remembered for forty seconds after it last did", () => {
  const recent = new RecentChanges(at(-100));
  recent.note(["incidents", "incident:1"], at(0));
  recent.note(["incidents"], at(30));
  expect(recent.topics(at(39))).toEqual(new Set(["incidents", "incident:1"]));
  expect(recent.topics(at(40))).toEqual(new Set(["incidents"]));
  expect(recent.topics(at(70))).toEqual(new Set());
});

test("anything may have changed while it is not known for so long", () => {
  const recent = new RecentChanges(at(0));
  expect(recent.topics(at(39))).toContain("*");
  expect(recent.topics(at(40))).not.toContain("*");
});

test("more changes than can be remembered are anything, until it is known again", () => {
  const recent = new RecentChanges(at(-100));
  for (let each = 0; each <= 20_000; each++) recent.note([`incident:${each}`], at(0));
  expect(recent.topics(at(1))).toEqual(new Set(["*"]));
  recent.note(["people"], at(20));
  expect(recent.topics(at(41))).toEqual(new Set(["people"]));
});
