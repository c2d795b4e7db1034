import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { claim, findSecret, prepareDataFolder } from "./data-folder.ts";

const parent = mkdtempSync(path.join(tmpdir(), "tocsin-folder-"));
const folder = path.join(parent, "deep", "down");

afterAll(() => rmSync(parent, { recursive: true }));

test("the folder is made with those above it", () => {
  prepareDataFolder(folder);
  expect(statSync(folder).isDirectory()).toBe(true);
});

test("a folder that cannot be is refused with the way out", () => {
  writeFileSync(path.join(parent, "file"), "");
  expect(() => prepareDataFolder(path.join(parent, "file"))).toThrow("TOCSIN_DATA_DIR");
  expect(() => prepareDataFolder("/proc/tocsin")).toThrow("cannot be written");
});

test("the secret is made once, readable to its owner alone; one that is given is used and not kept", () => {
  expect(findSecret(folder, "given")).toBe("given");
  expect(existsSync(path.join(folder, "secret"))).toBe(false);
  const made = findSecret(folder, undefined);
  expect(made).toMatch(/^[0-9a-f]{64}$/);
  expect(findSecret(folder, "")).toBe(made);
  expect(statSync(path.join(folder, "secret")).mode & 0o777).toBe(0o600);
});

test("a claim left by a process that is gone, or is another program by now, is taken over", () => {
  for (const left of ["4194399", String(process.pid), "1"]) {
    writeFileSync(path.join(folder, "tocsin.pid"), left);
    const letGo = claim(folder);
    expect(readFileSync(path.join(folder, "tocsin.pid"), "utf8")).toBe(String(process.pid));
    letGo();
    expect(existsSync(path.join(folder, "tocsin.pid"))).toBe(false);
  }
});
