import { expect, test } from "vitest";
import { sortAfterPress } from "./sort-texts";

test("a head sorts its usual way, then the other way round, then the list is in its usual order", () => {
  expect(sortAfterPress("severity", "-priority", "-priority")).toBe("-severity");
  expect(sortAfterPress("severity", "-severity", "-priority")).toBe("severity");
  expect(sortAfterPress("severity", "severity", "-priority")).toBe("-priority");
});

test("words run from A to Z first", () => {
  expect(sortAfterPress("title", "-opened", "-priority")).toBe("title");
  expect(sortAfterPress("title", "title", "-priority")).toBe("-title");
});
