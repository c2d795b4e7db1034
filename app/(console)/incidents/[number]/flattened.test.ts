import { expect, test } from "vitest";
import { flattened } from "./flattened";

test("nested fields get dotted names, lists of plain values one line, empty ones none", () => {
  expect(
    flattened({
      labels: { job: "node", team: "" },
      tags: ["a", "b"],
      firing: true,
      nothing: null,
      groups: [{ id: 1 }],
    }),
  ).toEqual([
    ["labels.job", "node"],
    ["tags", "a, b"],
    ["firing", "true"],
    ["groups.0.id", "1"],
  ]);
});

test("what is nested very deep stays JSON", () => {
  expect(flattened({ a: { b: { c: { d: { e: 1 } } } } })).toEqual([["a.b.c.d", '{"e":1}']]);
});

test("what was written for people comes before the rest", () => {
  expect(
    flattened({ labels: { job: "node" }, annotations: { runbook: "r", description: "Disk full" } }).map(
      ([name]) => name,
    ),
  ).toEqual(["annotations.description", "labels.job", "annotations.runbook"]);
});
