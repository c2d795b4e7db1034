import { expect, test } from "vitest";
import { isInstalled } from "./install.mjs";

const lock = {
  packages: {
    "": { name: "tocsin" },
    "node_modules/next": { version: "16.4.6" },
    "node_modules/vitest": { version: "5.1.0", dev: true },
    "node_modules/only-on-windows": { version: "1.0.0", optional: true },
  },
};
const complete = {
  packages: { "node_modules/next": { version: "16.4.6" }, "node_modules/vitest": { version: "5.1.0" } },
};
const everything = () => true;

test("what npm has finished installing is not installed again", () => {
  expect(isInstalled(lock, complete, everything)).toBe(true);
});

test.each([
  ["nothing was installed", undefined, everything],
  ["the install was interrupted, so npm wrote no list", undefined, everything],
  [
    "the lock asks for another version",
    { packages: { ...complete.packages, "node_modules/next": { version: "16.4.5" } } },
    everything,
  ],
  ["development packages were left out", { packages: { "node_modules/next": { version: "16.4.6" } } }, everything],
  ["a folder was deleted", complete, (place: string) => !place.startsWith("node_modules/next/")],
])("installs when %s", (_, installed, exists) => {
  expect(isInstalled(lock, installed, exists)).toBe(false);
});
