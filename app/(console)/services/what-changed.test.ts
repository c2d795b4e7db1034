import { expect, test } from "vitest";
import { whatChanged } from "./what-changed.ts";

const labels = { name: "name", limit: "rate limit", config: "mapping" };
const before = { name: "A", limit: 120, config: { a: 1, b: 2 }, used: 4 };

test("names each field that changed", () => {
  expect(whatChanged(before, { ...before, name: "B" }, labels)).toBe("Saved name");
  expect(whatChanged(before, { ...before, name: "B", limit: 1, config: {} as typeof before.config }, labels)).toBe(
    "Saved name, rate limit and mapping",
  );
});

test("says so when nothing changed, whatever the order of keys and the fields that do not count", () => {
  expect(whatChanged(before, { ...before, config: { b: 2, a: 1 }, used: 9 }, labels)).toBe(
    "Nothing was different, so nothing changed",
  );
});
