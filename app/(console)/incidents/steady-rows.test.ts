import { expect, test } from "vitest";
import { atRest, heldStill } from "./steady-rows";

const row = (number: number, status = "triggered") => ({ id: `i${number}`, number, status });

test("at rest the list is what the server says", () => {
  expect(atRest([row(3), row(2)])).toEqual({ rows: [row(3), row(2)], gone: new Set(), waiting: 0 });
});

test("while somebody works in the list, new incidents wait above it", () => {
  const steady = heldStill([row(2), row(1)], [row(4), row(3), row(2), row(1)]);
  expect(steady.rows).toEqual([row(2), row(1)]);
  expect(steady.waiting).toBe(2);
});

test("a row that changed changes in its place", () => {
  expect(heldStill([row(2), row(1)], [row(2, "acknowledged"), row(1)]).rows[0]).toEqual(row(2, "acknowledged"));
});

test("a row that no longer belongs here keeps its place and is marked", () => {
  const steady = heldStill([row(3), row(2), row(1)], [row(3), row(1)]);
  expect(steady.rows.map((each) => each.number)).toEqual([3, 2, 1]);
  expect(steady.gone).toEqual(new Set(["i2"]));
});

test("a further page is added below", () => {
  expect(heldStill([row(5), row(4)], [row(5), row(4), row(3)]).rows.map((each) => each.number)).toEqual([5, 4, 3]);
});

test("an empty list has nothing to hold still", () => {
  expect(heldStill([], [row(1)])).toEqual(atRest([row(1)]));
});
