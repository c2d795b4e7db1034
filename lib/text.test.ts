import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cleanJson, cleanText, truncate } from "#lib/text";

describe("cleanText", () => {
  test.each([
    ["plain text stays", "Disk full", "Disk full"],
    ["space around it goes", " \n Disk full\t", "Disk full"],
    ["a NUL is replaced", "a\0b", "a\ufffdb"],
    ["half a surrogate pair is replaced", "a\ud83db", "a\ufffdb"],
    ["a whole pair stays", "fire 🔥", "fire 🔥"],
    ["markup stays as the sender wrote it", "CPU > 90% & rising <b>", "CPU > 90% & rising <b>"],
  ])("%s", (_, text, expected) => expect(cleanText(text)).toBe(expected));
});

describe("cleanJson", () => {
  test("gives back the same value when there is nothing to clean", () => {
    const value = { a: [1, "two", { three: null }], b: true };
    expect(cleanJson(value)).toBe(value);
  });

  test("cleans texts and keys at any depth, and trims nothing", () => {
    expect(cleanJson({ "k\0": [" x\0 ", { y: "\udc00" }] })).toEqual({ "k\ufffd": [" x\ufffd ", { y: "\ufffd" }] });
  });

  test("keeps a key called __proto__ an ordinary key", () => {
    const cleaned = cleanJson(JSON.parse('{"__proto__":{"admin":"yes\\u0000"}}'));
    expect(JSON.stringify(cleaned)).toBe('{"__proto__":{"admin":"yes\ufffd"}}');
    expect(({} as Record<string, unknown>).admin).toBeUndefined();
  });

  test("whatever came in, nothing Postgres refuses comes out", () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: "binary" }), (value) => {
        const text = JSON.stringify(cleanJson(value));
        expect(text).not.toMatch(/\\u0000|\\ud[89a-f]/i);
      }),
    );
  });
});

describe("truncate", () => {
  test.each([
    ["short text stays", "abc", 3, "abc"],
    ["long text is cut with an ellipsis, within the limit", "abcdef", 4, "abc…"],
    ["a character is not cut through", "ab🔥cd", 4, "ab…"],
    ["a character that fits stays", "a🔥cdef", 4, "a🔥…"],
  ])("%s", (_, text, max, expected) => expect(truncate(text, max)).toBe(expected));
});
