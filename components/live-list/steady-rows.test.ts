import { expect, test } from "vitest";
import { atRest, heldStill } from "#components/live-list/steady-rows";

type Numbered = { id: string; number: number; status: string };
const row = (number: number, status = "triggered"): Numbered => ({ id: `i${number}`, number, status });
const read = (rows: Numbered[], hasMore = false, mayBelong?: (row: Numbered) => boolean) => ({
  rows,
  hasMore,
  ...(mayBelong && { mayBelong }),
});
const numbers = (rows: Numbered[]) => rows.map((each) => each.number);

test("at rest the list is what the server says", () => {
  expect(atRest([row(3), row(2)])).toEqual({ rows: [row(3), row(2)], gone: new Set(), waiting: 0 });
});

test("while somebody works in the list, new incidents wait above it", () => {
  const steady = heldStill([row(2), row(1)], read([row(4), row(3), row(2), row(1)]));
  expect(steady.rows).toEqual([row(2), row(1)]);
  expect(steady.waiting).toBe(2);
});

test("what comes to lie between rows waits too", () => {
  const steady = heldStill([row(4), row(1)], read([row(4), row(3), row(1)]));
  expect(numbers(steady.rows)).toEqual([4, 1]);
  expect(steady.waiting).toBe(1);
});

test("a row that changed changes in its place", () => {
  expect(heldStill([row(2), row(1)], read([row(2, "acknowledged"), row(1)])).rows[0]).toEqual(row(2, "acknowledged"));
});

test("a row that moved stays where it is drawn", () => {
  const steady = heldStill([row(3), row(2), row(1)], read([row(2), row(1), row(3, "acknowledged")]));
  expect(steady.rows).toEqual([row(3, "acknowledged"), row(2), row(1)]);
  expect(steady).toMatchObject({ gone: new Set(), waiting: 0 });
});

test("a row that no longer belongs here keeps its place and is marked", () => {
  const steady = heldStill([row(3), row(2), row(1)], read([row(3), row(1)]));
  expect(numbers(steady.rows)).toEqual([3, 2, 1]);
  expect(steady.gone).toEqual(new Set(["i2"]));
});

test("the last rows are not gone when new ones pushed them off the page that was read", () => {
  const drawn = [row(3), row(2), row(1)];
  expect(heldStill(drawn, read([row(5), row(4), row(3)], true)).gone).toEqual(new Set());
  expect(heldStill(drawn, read([row(5), row(4), row(3)])).gone).toEqual(new Set(["i2", "i1"]));
});

test("a row that sank below what was read is not gone while it may still belong", () => {
  const drawn = [row(3, "acknowledged"), row(2, "resolved"), row(1)];
  const latest = read([row(1), row(0)], true, ({ status }) => status !== "resolved");
  expect(heldStill(drawn, latest).gone).toEqual(new Set(["i2"]));
});

test("a further page is added below", () => {
  expect(numbers(heldStill([row(5), row(4)], read([row(5), row(4), row(3)])).rows)).toEqual([5, 4, 3]);
});

test("when nothing of what is drawn is left, what came instead waits", () => {
  expect(heldStill([row(2)], read([row(4)]))).toEqual({ rows: [row(2)], gone: new Set(["i2"]), waiting: 1 });
});

test("an empty list has nothing to hold still", () => {
  expect(heldStill([], read([row(1)]))).toEqual(atRest([row(1)]));
});
