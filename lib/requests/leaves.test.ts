import { expect, test } from "vitest";
import { changedAt, leavesOf } from "#lib/requests/leaves";

test("what says something is found, also in JSON that is written in a text; what says nothing is passed over", () => {
  const body = { list: [{ deep: true }, null, ""], text: '{"inner":{"n":0}}', plain: "{ no JSON", none: {} };
  expect(leavesOf(body, 10)).toEqual({
    leaves: [
      { path: ["plain"], value: "{ no JSON" },
      { path: ["list", "0", "deep"], value: true },
      { path: ["text", "inner", "n"], value: 0 },
    ],
    isCut: false,
  });
});

test("only as many are given as are asked for, those near the top first", () => {
  const { leaves, isCut } = leavesOf({ a: { b: 1, c: 2 }, d: 3, e: 4 }, 3);
  expect(leaves.map(({ path }) => path.join("."))).toEqual(["d", "e", "a.b"]);
  expect(isCut).toBe(true);
});

test("a value is changed or taken out, and nothing else with it", () => {
  const body = { list: [{ a: 1, b: 2 }, { a: 3 }], text: '{"a":1,"b":2}', other: { kept: true } };
  const changed = changedAt(body, ["list", "0", "a"], 9);
  expect(changed).toEqual({ ...body, list: [{ a: 9, b: 2 }, { a: 3 }] });
  expect(changedAt(body, ["list", "0"], undefined)).toEqual({ ...body, list: [{ a: 3 }] });
  expect(changedAt(body, ["text", "a"], undefined)).toEqual({ ...body, text: '{"b":2}' });
  expect(changedAt(body, ["text", "a"], "x")).toEqual({ ...body, text: '{"a":"x","b":2}' });
  expect(body.list[0]).toEqual({ a: 1, b: 2 });
});

test("a name that objects have of their own is a name like any other", () => {
  const body: unknown = JSON.parse('{"__proto__":{"a":1}}');
  expect(JSON.stringify(changedAt(body, ["__proto__", "a"], 2))).toBe('{"__proto__":{"a":2}}');
});
