import { describe, expect, test } from "vitest";
import { digestOf } from "#lib/reading/digest-of";
import { momentOf } from "#lib/reading/moment-of";
import { severityOf } from "#lib/reading/severity-of";
import { firstText, textOf } from "#lib/reading/text-of";

describe("momentOf", () => {
  test.each<[written: unknown, iso: string | undefined]>([
    ["2026-03-01T10:00:00Z", "2026-03-01T10:00:00.000Z"],
    ["2026-03-01T10:00:00.123456789Z", "2026-03-01T10:00:00.123Z"],
    ["2026-03-01T10:00:00.1+02:00", "2026-03-01T08:00:00.100Z"],
    ["2026-03-01T10:00:00-0530", "2026-03-01T15:30:00.000Z"],
    ["2026-03-01 10:00:00 UTC", "2026-03-01T10:00:00.000Z"],
    ["2026-03-01 10:00", "2026-03-01T10:00:00.000Z"],
    [" 2026-03-01T10:00:00,5 ", "2026-03-01T10:00:00.500Z"],
    [1772359200, "2026-03-01T10:00:00.000Z"],
    [1772359200123, "2026-03-01T10:00:00.123Z"],
    ["1772359200", "2026-03-01T10:00:00.000Z"],
    ["1772359200.123456789", "2026-03-01T10:00:00.123Z"],
    [1772359200.25, "2026-03-01T10:00:00.250Z"],
    ["0001-01-01T00:00:00Z", undefined],
    ["2026-13-01T00:00:00Z", undefined],
    ["2026-03-01T25:00:00Z", undefined],
    ["+275760-09-13T00:00:00Z", undefined],
    ["alert 1", undefined],
    ["2026", undefined],
    ["", undefined],
    [0, undefined],
    [-1, undefined],
    [8.64e15, undefined],
    [Number.POSITIVE_INFINITY, undefined],
    [null, undefined],
    [{}, undefined],
  ])("%j is %s", (written, iso) => expect(momentOf(written)).toBe(iso));
});

describe("severityOf", () => {
  test.each<[word: unknown, severity: string | undefined]>([
    ["critical", "critical"],
    ["Sev0", "critical"],
    ["HIGH", "error"],
    ["Average", "error"],
    [" warn ", "warning"],
    ["P3", "warning"],
    ["none", "info"],
    ["slow", undefined],
    ["not critical", undefined],
    ["", undefined],
    ["constructor", undefined],
    [1, undefined],
    [null, undefined],
  ])("%j is %s", (word, severity) => expect(severityOf(word)).toBe(severity));

  test("a source may mean something else by a word", () => {
    expect(severityOf("High", { high: "critical" })).toBe("critical");
    expect(severityOf("toString", { high: "critical" })).toBeUndefined();
  });
});

test.each<[value: unknown, text: string | undefined]>([
  [" a ", "a"],
  ["", undefined],
  [" ", undefined],
  [0, "0"],
  [false, "false"],
  [null, undefined],
  [["a"], undefined],
])("the text of %j is %j", (value, text) => expect(textOf(value)).toBe(text));

test("the first that has text is taken", () => {
  expect(firstText(null, " ", {}, "b", "c")).toBe("b");
  expect(firstText()).toBeUndefined();
});

test("a digest tells apart where one text ends and the next begins", () => {
  expect(digestOf("a", "bc")).not.toBe(digestOf("ab", "c"));
  expect(digestOf("a:1", "b")).not.toBe(digestOf("a", "1:b"));
  expect(digestOf("a", "b")).toMatch(/^[0-9a-f]{64}$/);
});
