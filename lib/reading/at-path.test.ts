import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { atPath, pathOf, pathProblem, stepsOf } from "#lib/reading/at-path";

const body = {
  alert: { title: "Down", "app.kubernetes.io/name": "web", "it's": "quoted", 'a"b': "double", "a\\b": "back" },
  items: [{ name: "first" }, { name: "second" }],
  $: "a name that is a dollar",
  $x: "begins with a dollar",
  "@timestamp": "now",
  "Alert name": "spaced",
};

describe("atPath finds", () => {
  test.each<[path: string, found: unknown]>([
    ["alert.title", "Down"],
    [".alert.title", "Down"],
    ["$.alert.title", "Down"],
    ["$['alert']['title']", "Down"],
    ['$["alert"]["title"]', "Down"],
    ["$[ 'alert' ].title", "Down"],
    ["alert['app.kubernetes.io/name']", "web"],
    [String.raw`alert['it\'s']`, "quoted"],
    [`alert["it's"]`, "quoted"],
    [String.raw`alert["a\"b"]`, "double"],
    [String.raw`alert['a\\b']`, "back"],
    ["items[1].name", "second"],
    ["items.1.name", "second"],
    ["$.items[0].name", "first"],
    ["$", body],
    ["$.$", "a name that is a dollar"],
    ["$x", "begins with a dollar"],
    ["@timestamp", "now"],
    ["Alert name", "spaced"],
    ["alert.missing", undefined],
    ["alert.app.kubernetes.io/name", undefined],
    ["items[2].name", undefined],
    ["alert.title.length", undefined],
    ["constructor", undefined],
    ["['__proto__']", undefined],
  ])("%s", (path, found) => expect(atPath(body, path)).toEqual(found));

  test("what is in a body that is a list", () => {
    expect(atPath([{ a: 1 }], "$[0].a")).toBe(1);
    expect(atPath([{ a: 1 }], "[0].a")).toBe(1);
  });
});

test("the path to any place is understood, and leads there", () => {
  const steps = fc.array(fc.oneof(fc.string({ unit: "binary" }), fc.nat(20)), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(steps, (way) => {
      const value = way.reduceRight<unknown>((inner, name) => ({ [name]: inner }), "found");
      const path = pathOf(way);
      expect(stepsOf(path)).toEqual(way.map(String));
      expect(pathProblem(path)).toBeUndefined();
      expect(atPath(value, path)).toBe("found");
    }),
  );
});

test.each<[steps: (string | number)[], path: string]>([
  [["alert", "title"], "alert.title"],
  [["items", 0, "name"], "items[0].name"],
  [["@timestamp"], "@timestamp"],
  [["größe", "x-y"], "größe.x-y"],
  [["labels", "app.kubernetes.io/name"], "labels['app.kubernetes.io/name']"],
  [["$", "a"], "['$'].a"],
  [[0, "a"], "[0].a"],
])("%j is written as %s", (steps, path) => expect(pathOf(steps)).toBe(path));

describe("what is not supported is said", () => {
  test.each<[path: string, problem: RegExp]>([
    ["items[*].name", /^Wildcards/],
    ["$.*", /^Wildcards/],
    ["*", /^Wildcards/],
    ["a.*.b", /^Wildcards/],
    ["$..name", /^Two dots/],
    ["a..b", /^Two dots/],
    ["items[?(@.level=='high')].name", /^Filters/],
    ["$[?@.a].b", /^Filters/],
    ["items[0:2]", /^Only one element/],
    ["items[-1]", /^Only one element/],
    ["items[0,1]", /^Only one element/],
    ["a['b','c']", /quotes is not closed|^Only one/],
    ["items[]", /^Only one element/],
    ["items.length()", /^Functions/],
    ["items[0", /^A bracket/],
    ["items[0]]", /^A bracket/],
    ["items0]", /^A bracket/],
    ["items[[0]]", /^A bracket/],
    ["alert['title", /^A name in quotes/],
    ["alert['title]", /^A name in quotes/],
    ["alert.", /ends in a dot/],
  ])("%s", (path, problem) => expect(pathProblem(path)).toMatch(problem));

  test.each(["", "a", "a.b", "a.b[0].c", "a.0.c", "$", "$.a", "$['a*b'][0]", "['a..b']", "x*y", "Alert name", "a[b]"])(
    "and nothing of %j",
    (path) => expect(pathProblem(path)).toBeUndefined(),
  );
});
