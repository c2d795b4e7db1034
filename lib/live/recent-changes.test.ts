import { expect, test } from "vitest";
import { RecentChanges } from "#lib/live/recent-changes";

const at = (seconds: number) => new Date(1_800_000_000_000 + seconds * 1_000);
const topicsAt = (recent: RecentChanges, seconds: number) => [...(recent.topics(at(seconds))?.keys() ?? [])].toSorted();

test("what changed is remembered for forty seconds after it last did", () => {
  const recent = new RecentChanges(at(-100));
  recent.note(["incidents", "incident:1"], at(0));
  recent.note(["incidents"], at(30));
  expect(topicsAt(recent, 39)).toEqual(["incident:1", "incidents"]);
  expect(topicsAt(recent, 40)).toEqual(["incidents"]);
  expect(topicsAt(recent, 70)).toEqual([]);
});

test("anything may have changed while it is not known for so long", () => {
  const recent = new RecentChanges(at(0));
  expect(recent.topics(at(39))).toBeUndefined();
  expect(topicsAt(recent, 40)).toEqual([]);
});

test("more changes than can be remembered are anything, until it is known again", () => {
  const recent = new RecentChanges(at(-100));
  for (let each = 0; each <= 20_000; each++) recent.note([`incident:${each}`], at(0));
  expect(recent.topics(at(1))).toBeUndefined();
  recent.note(["people"], at(20));
  expect(topicsAt(recent, 41)).toEqual(["people"]);
});
