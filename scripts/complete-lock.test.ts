import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { missingEntries } from "./complete-lock.mjs";

test("package-lock.json has an entry for every platform package, so that npm ci takes it; `npm run lock` adds them", () => {
  const lock = JSON.parse(readFileSync(path.join(import.meta.dirname, "..", "package-lock.json"), "utf8"));
  expect(missingEntries(lock)).toEqual([]);
});

test("a platform package without an entry is found, whether or not its parent is nested", () => {
  const lock = {
    packages: {
      "": {},
      "node_modules/a": { optionalDependencies: { "a-linux": "1.0.0", "a-mac": "1.0.0" } },
      "node_modules/a-linux": { version: "1.0.0" },
      "node_modules/b/node_modules/c": { optionalDependencies: { "a-linux": "1.0.0", "c-mac": "2.0.0" } },
    },
  };
  expect(missingEntries(lock).map(({ name }) => name)).toEqual(["a-mac", "c-mac"]);
});
