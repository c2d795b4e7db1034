import { expect, test } from "vitest";
import { ownUrl } from "#lib/net/prepare-for-next";

test.each([
  ["/incidents?x=1", "/incidents?x=1"],
  ["//evil.example", "//evil.example"],
  ["http://evil.example/incidents?x=1", "/incidents?x=1"],
  ["HTTPS://evil.example", "/"],
  ["*", undefined],
  ["javascript:alert(1)", undefined],
  ["http://", undefined],
])("of the target %s is kept: %s", (target, url) => {
  expect(ownUrl(target)).toBe(url);
});
