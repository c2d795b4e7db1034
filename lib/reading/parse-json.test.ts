import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { layOut, parseJson } from "#lib/reading/parse-json";

describe("a number that a double cannot hold keeps its digits, as text", () => {
  test.each([
    "9007199254740993",
    "-9007199254740993",
    "7615917337495251231",
    "100000000000000000000000",
    "0.12345678901234567890",
    "123456789.12345678901",
    "1e400",
    "-1.5e300",
    "1e-400",
    `1${"0".repeat(100_000)}1`,
  ])("%s", (digits) => {
    expect(parseJson(`{"id":${digits},"list":[${digits} ,{"a": ${digits}}]}`)).toEqual({
      id: digits,
      list: [digits, { a: digits }],
    });
  });
});

describe("any other is the number it is", () => {
  test.each([
    ["9007199254740991", Number.MAX_SAFE_INTEGER],
    ["1.0", 1],
    ["1.000000000000000000", 1],
    ["150e-2", 1.5],
    ["1.5e2", 150],
    ["0.30000000000000004", 0.1 + 0.2],
    ["-0", -0],
    ["0.0000000000000000000e9", 0],
    ["1583020770123", 1_583_020_770_123],
  ])("%s", (written, number) => expect(parseJson(`[${written}]`)).toEqual([number]));
});

test("digits in texts and names stay what they are", () => {
  const value = { "1:7615917337495251231": 'says \\" :7615917337495251231, [7615917337495251231', last: "\\" };
  expect(parseJson(JSON.stringify(value))).toEqual(value);
});

test("what is no JSON is none with long numbers either", () => {
  for (const text of ["{7615917337495251231:1}", "[07615917337495251231]", "[1.e400]", "[7615917337495251231"])
    expect(() => parseJson(text)).toThrow(SyntaxError);
});

test("beside a long number, everything is read as JSON.parse reads it", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify(value);
      const [read, digits] = parseJson(`[${text},7615917337495251231]`) as unknown[];
      expect(digits).toBe("7615917337495251231");
      if (!/\d{16}|\de[+-]?\d/i.test(text)) expect(JSON.stringify(read)).toBe(text);
    }),
  );
});

test("laid out, every long number stands as it was sent", () => {
  expect(layOut('{"id":7615917337495251231,"text":"7615917337495251231","n":1}')).toBe(
    '{\n  "id": 7615917337495251231,\n  "text": "7615917337495251231",\n  "n": 1\n}',
  );
});
