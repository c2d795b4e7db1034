import { expect, test } from "vitest";
import { keyIn, keyPatternProblem } from "#lib/reading/key-pattern";
import { growthOf, linearGrowth } from "#lib/testing-growth";

test("the group of the pattern is the key, from the first text that has one", () => {
  expect(keyIn("Ticket #(\\d+)", "Ticket #12", "Ticket #13")).toBe("12");
  expect(keyIn("(?i)ticket #(\\d+)", "Door open", "see TICKET #13")).toBe("13");
  expect(keyIn("Ticket #(\\d*)", "Ticket #", "Ticket #14")).toBe("14");
  expect(keyIn("Ticket #(\\d+)", "Door open", "no number")).toBeUndefined();
});

test.each([
  ["Ticket #(\\d+)", undefined],
  ["(?P<key>\\w+)", undefined],
  ["Ticket", /one group/],
  ["(a)(b)", /one group.* has 2/],
  ["(", /^This pattern cannot be used: missing closing/],
  ["(a)(?=b)", /cannot be used/],
  ["((a{1000}){1000})", /cannot be used/],
])("%s is judged", (pattern, problem) => {
  if (problem) expect(keyPatternProblem(pattern)).toMatch(problem);
  else expect(keyPatternProblem(pattern)).toBeUndefined();
});

test("a pattern that others explode on takes little time", async () => {
  const growth = await growthOf(1_000_000, (size) => {
    expect(keyIn("^(?:(?:a+)+)+(b)$", "a".repeat(size))).toBeUndefined();
  });
  expect(growth).toBeLessThan(linearGrowth);
});
