import { describe, expect, test } from "vitest";
import { linesOf } from "./body-lines";

const lineAt = (body: string, path: string[]) => {
  const { text, lineOf } = linesOf(body);
  const line = lineOf(path);
  return line === undefined ? undefined : text.split("\n")[line]?.trim();
};

describe("a value of the body", () => {
  const body = JSON.stringify({
    status: "firing",
    none: [],
    empty: {},
    alerts: [{ labels: { a: "1" } }, { labels: { a: "2", "b.c": true } }],
    last: null,
  });

  test.each([
    [["status"], '"status": "firing",'],
    [["empty"], '"empty": {},'],
    [["alerts", "0", "labels", "a"], '"a": "1"'],
    [["alerts", "1", "labels", "a"], '"a": "2",'],
    [["alerts", "1", "labels", "b.c"], '"b.c": true'],
    [["last"], '"last": null'],
  ])("at %j is found in its line", (path, line) => {
    expect(lineAt(body, path)).toBe(line);
  });

  test("is found when the body was laid out already", () => {
    expect(lineAt(JSON.stringify({ a: { b: 1 } }, null, 2), ["a", "b"])).toBe('"b": 1');
  });

  test("within JSON that is written in a text is in the line of that text", () => {
    expect(lineAt(JSON.stringify({ x: 1, Message: '{"a":{"b":1}}' }), ["Message", "a", "b"])).toMatch(/^"Message"/);
  });
});

test("of a body that is no JSON nothing is found, and it is drawn as it is", () => {
  expect(linesOf("a=1&b=2")).toMatchObject({ text: "a=1&b=2" });
  expect(lineAt("a=1&b=2", ["a"])).toBeUndefined();
});
