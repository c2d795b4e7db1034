import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { root } from "../node.mjs";
import { failuresOfPlaywright, failuresOfVitest } from "./failures.ts";

const folder = mkdtempSync(path.join(tmpdir(), "tocsin-failures-"));

test("a failed test of the code is named with its file and the first line of what it said", () => {
  const results = [
    { fullName: "door answers", status: "passed", failureMessages: [] },
    { fullName: "door refuses", status: "failed", failureMessages: ["expected 500 to be 403\n    at door.test.ts:7"] },
  ];
  const name = path.join(root, "lib/door.test.ts");
  expect(vitest({ name, status: "failed", message: "", assertionResults: results })).toEqual([
    "lib/door.test.ts › door refuses: expected 500 to be 403",
  ]);
});

test("a file that did not load is named", () => {
  const name = path.join(root, "lib/door.test.ts");
  expect(vitest({ name, status: "failed", message: "Cannot find x\n...", assertionResults: [] })).toEqual([
    "lib/door.test.ts: Cannot find x",
  ]);
});

test("failed stories are found in every suite", () => {
  const spec = (title: string, ok: boolean) => ({ title, file: "press.spec.ts", ok });
  const file = report({
    suites: [{ specs: [spec("one", true), spec("two", false)], suites: [{ specs: [spec("three", false)] }] }],
  });
  expect(failuresOfPlaywright(file)).toEqual(["e2e/press.spec.ts › two", "e2e/press.spec.ts › three"]);
});

test("a runner that wrote nothing names nothing", () => {
  expect(failuresOfVitest(path.join(folder, "missing.json"))).toEqual([]);
});

function vitest(result: object): string[] {
  return failuresOfVitest(report({ testResults: [result] }));
}

let written = 0;

function report(content: unknown): string {
  const file = path.join(folder, `${++written}.json`);
  writeFileSync(file, JSON.stringify(content));
  return file;
}
