import { expect, test } from "vitest";
import { openAtFirst, shownAtOnce, treeRows } from "./tree-rows.ts";

const stateOf = (body: unknown) => ({ open: openAtFirst(body), shown: new Map<string, number>() });
const lines = (body: unknown, state = stateOf(body)) =>
  treeRows(body, state).map(({ depth, name, text }) => `${"  ".repeat(depth)}${name}: ${text}`);

test("a small body is open all the way down", () => {
  expect(lines({ alert: { title: "Down", tags: ["a"], none: {} }, code: 7, gone: null })).toEqual([
    "alert: 3 fields",
    '  title: "Down"',
    "  tags: list of 1",
    '    0: "a"',
    "  none: {}",
    "code: 7",
    "gone: null",
  ]);
});

test("a closed branch hides what is inside", () => {
  expect(lines({ a: { b: 1 }, c: 2 }, { open: new Set(["$"]), shown: new Map() })).toEqual(["a: 1 field", "c: 2"]);
});

test("of a long list only the beginning is shown, and more when it is asked for", () => {
  const body = { list: Array.from({ length: 70 }, (_, at) => at) };
  const state = { open: new Set(["$", "list"]), shown: new Map<string, number>() };
  const rows = treeRows(body, state);
  expect(rows).toHaveLength(1 + shownAtOnce + 1);
  expect(rows.at(-1)).toMatchObject({ kind: "more", text: "20 left", steps: ["list"] });
  expect(treeRows(body, { ...state, shown: new Map([["list", 100]]) })).toHaveLength(71);
});

test("a huge body does not begin with thousands of lines", () => {
  const wide = Array.from({ length: 500 }, () =>
    Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`f${at}`, at])),
  );
  expect(treeRows(wide, stateOf(wide)).length).toBeLessThan(250);
});

test.each([
  ["text", '"text"'],
  [null, "null"],
  [[], "[]"],
  [7, "7"],
])("%j alone is one line", (body, text) => {
  expect(treeRows(body, stateOf(body))).toMatchObject([{ name: "body", text, kind: "value" }]);
});

test("a long text is cut", () => {
  expect(treeRows({ a: "x".repeat(5_000) }, stateOf({}))[0]?.text.length).toBeLessThan(200);
});
