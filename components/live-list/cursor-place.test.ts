import { expect, test } from "vitest";
import { cursorAt, placeAt } from "#components/live-list/cursor-place";

const rowsOf = (ids: string) => [...ids].map((id) => ({ id }));
const rows = rowsOf("abcd");
const after = (at: number, ids: string) => ids[cursorAt(placeAt(at, rows), rowsOf(ids))];

test("without a place there is no cursor, and in an empty list none either", () => {
  expect(cursorAt(undefined, rows)).toBe(-1);
  expect(cursorAt(placeAt(0, rows), [])).toBe(-1);
  expect(placeAt(7, rows)).toBeUndefined();
});

test("it stays on its row while others come above, go, or are added below", () => {
  expect(after(1, "abcd")).toBe("b");
  expect(after(1, "xyabcd")).toBe("b");
  expect(after(1, "bd")).toBe("b");
  expect(after(3, "abcdef")).toBe("d");
});

test("when its row is gone, the next one has it, or what stands in its place", () => {
  expect(after(1, "acd")).toBe("c");
  expect(after(1, "ad")).toBe("d");
  expect(after(3, "abc")).toBe("c");
  expect(after(1, "xyz")).toBe("y");
});

test("when its row has sunk, the next one has it", () => {
  expect(after(1, "acdb")).toBe("c");
  expect(after(0, "bcda")).toBe("b");
});
