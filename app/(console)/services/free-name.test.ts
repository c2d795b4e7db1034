import { expect, test } from "vitest";
import { freeName } from "./free-name.ts";

test("a name that nobody has stays as it is", () => {
  expect(freeName("Example", ["Other"])).toBe("Example");
});

test("a taken name gets the first number that is free, whatever its case", () => {
  expect(freeName("Example", ["example", "Example 2", "Example 4"])).toBe("Example 3");
});
