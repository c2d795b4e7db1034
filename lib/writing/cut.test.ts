import { expect, test } from "vitest";
import { cut } from "#lib/writing/cut";

test.each([
  ["short", 5, "short"],
  ["longer", 5, "long…"],
  ["🔥🔥🔥", 3, "🔥🔥🔥"],
  ["🔥🔥🔥🔥", 3, "🔥🔥…"],
])("%s in %d characters", (text, most, expected) => {
  expect(cut(text, most)).toBe(expected);
});
