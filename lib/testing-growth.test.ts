import { expect, test } from "vitest";
import { growthOf, linearGrowth } from "#lib/testing-growth";

test("what grows with the square of its input is told from what grows with it", async () => {
  expect(await growthOf(16_000, (size) => spin(size * size))).toBeGreaterThan(linearGrowth);
  expect(await growthOf(16_000, (size) => spin(size * 10_000))).toBeLessThan(linearGrowth);
});

/** Multiplied, so that no compiler leaves the loop out. */
function spin(turns: number): number {
  let product = 1;
  for (let turn = 0; turn < turns; turn++) product = (product * 31 + turn) & 0xffff;
  return product;
}
