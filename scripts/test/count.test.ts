import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { countPlaywright, countVitest, lineOf, sum } from "./count.ts";

const folder = mkdtempSync(path.join(tmpdir(), "tocsin-count-"));

test("what both runners report is added up", () => {
  const code = countVitest(report({ numPassedTests: 7, numFailedTests: 1, numPendingTests: 1, numTodoTests: 1 }), 1);
  const stories = countPlaywright(report({ stats: { expected: 3, unexpected: 0, flaky: 0, skipped: 0 } }), 0);
  expect(lineOf(sum([code, stories]))).toBe("10 passed, 1 failed, 2 skipped");
});

test("nothing skipped is not spoken of", () => {
  expect(lineOf({ passed: 2, failed: 0, skipped: 0 })).toBe("2 passed, 0 failed");
});

test("a runner that crashed, ran nothing, or failed beside its tests is a failure", () => {
  const fine = { numPassedTests: 7, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 };
  expect(countVitest(path.join(folder, "missing.json"), 0).failed).toBe(1);
  expect(countVitest(report("{ cut off"), 0).failed).toBe(1);
  expect(countVitest(report(fine), 1)).toMatchObject({ passed: 7, failed: 1 });
  expect(countVitest(report({ ...fine, numPassedTests: 0 }), 0).failed).toBe(1);
});

test("a story that passed only at the second try has failed", () => {
  expect(countPlaywright(report({ stats: { expected: 3, unexpected: 0, flaky: 1, skipped: 0 } }), 0).failed).toBe(1);
});

let written = 0;

function report(content: unknown): string {
  const file = path.join(folder, `${++written}.json`);
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  return file;
}
