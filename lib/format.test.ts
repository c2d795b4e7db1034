import { describe, expect, test } from "vitest";
import { bytes, dayAndMinute, duration, exactTime, initials, plural, prettyJson, relativeTime } from "#lib/format";

const now = new Date("2026-11-20T13:03:22Z");
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000);

describe("a relative time", () => {
  test.each([
    [0, "just now"],
    [9, "just now"],
    [42, "42 s ago"],
    [60, "1 min ago"],
    [3599, "59 min ago"],
    [3600, "1 h ago"],
    [47 * 3600, "47 h ago"],
    [48 * 3600, "2 d ago"],
    [-90, "in 1 min"],
    [-5, "now"],
  ])("%i seconds ago reads %s", (seconds, words) => {
    expect(relativeTime(ago(seconds), now)).toBe(words);
  });

  test("is a date when it is more than a month away", () => {
    expect(relativeTime("2026-01-02T00:00:00Z", now)).toBe("2 Jan 2026");
  });
});

test("an exact time is in the person's zone and names it", () => {
  expect(exactTime(now, "Europe/Berlin")).toBe("20 Nov 2026, 14:03:22 CET");
  expect(exactTime(now)).toBe("20 Nov 2026, 13:03:22 UTC");
  expect(dayAndMinute("2026-07-01T22:30:00Z", "Europe/Berlin")).toBe("2 Jul, 00:30");
});

test.each([
  [0, "0 ms"],
  [240.4, "240 ms"],
  [4260, "4.2 s"],
  [42_000, "42 s"],
  [200_000, "3 min 20 s"],
  [180_000, "3 min"],
  [7_500_000, "2 h 5 min"],
  [90_000_000, "1 d 1 h"],
])("a duration of %d ms reads %s", (ms, words) => {
  expect(duration(ms)).toBe(words);
});

test("numbers come with their noun and sizes with their unit", () => {
  expect(plural(1, "alert")).toBe("1 alert");
  expect(plural(12_345, "alert")).toBe("12,345 alerts");
  expect(bytes(812)).toBe("812 B");
  expect(bytes(14_240)).toBe("14.2 kB");
});

test("a person without a name still has initials", () => {
  expect(initials("Alice van Adams")).toBe("AA");
  expect(initials("bob")).toBe("B");
  expect(initials("  ")).toBe("?");
});

test("only JSON is laid out as JSON", () => {
  expect(prettyJson('{"a":1}')).toBe('{\n  "a": 1\n}');
  expect(prettyJson("not json")).toBe("not json");
  expect(prettyJson('{"id":7615917337495251231,"text":"7"}')).toBe('{\n  "id": 7615917337495251231,\n  "text": "7"\n}');
});
