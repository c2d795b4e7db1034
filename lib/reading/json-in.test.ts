import { expect, test } from "vitest";
import { jsonIn } from "#lib/reading/json-in";

test.each<[text: unknown, value: object | undefined]>([
  [' {"a":[1]}', { a: [1] }],
  ['{"id":7615917337495251231}', { id: "7615917337495251231" }],
  ["[1]", undefined],
  ["{", undefined],
  ["down", undefined],
  [{ a: 1 }, undefined],
  [undefined, undefined],
])("in %j there is %j", (text, value) => expect(jsonIn(text)).toEqual(value));

test("what is nested too deep is no JSON", () => {
  const nested = (levels: number) => `${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`;
  expect(jsonIn(nested(100))).toBeDefined();
  expect(jsonIn(nested(101))).toBeUndefined();
  expect(jsonIn(nested(100_000))).toBeUndefined();
});
