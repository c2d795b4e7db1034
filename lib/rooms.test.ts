import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

/**
 * The rooms of lib, from the ground up: a file imports from its own room and from those before it. A new room stands where
 * the last of what it needs has come.
 */
const rooms = [
  ...["log", "again", "page-failures", "markdown", "text", "reading", "format", "writing", "forms", "schemas"],
  ...["env", "clock", "seal", "refusal", "watchdog", "work"],
  ...["events", "change", "channels", "net", "auth", "live"],
  ...["sources", "signatures", "redact"],
  ...["people", "incidents", "integrations", "services", "destinations", "delivery", "dispatch"],
  ...["intake", "opsgenie", "requests", "mail-in", "doors", "timers", "health", "provision"],
  ...["api", "browser"],
];

const root = import.meta.dirname;
const roomOf = (file: string): string => (file.split("/")[0] ?? "").replace(/\.tsx?$/, "");
const files = readdirSync(root, { recursive: true, encoding: "utf8" })
  .map((file) => file.replaceAll(path.sep, "/"))
  .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$|(^|\/)testing-?/.test(file));

test("every room has its place in the order", () => {
  expect([...new Set(files.map(roomOf))].toSorted()).toEqual(rooms.toSorted());
});

test("nothing is imported from a room above", () => {
  const upward = files.flatMap((file) => {
    const imports = [...readFileSync(path.join(root, file), "utf8").matchAll(/from "#lib\/([^"]+)"/g)];
    return imports
      .map(([, target = ""]) => target)
      .filter((target) => rooms.indexOf(roomOf(target)) > rooms.indexOf(roomOf(file)))
      .map((target) => `${file} → ${target}`);
  });
  expect(upward).toEqual([]);
});

test("the database knows of lib only where it is told what to connect to", () => {
  const db = path.join(root, "../db");
  const upward = readdirSync(db, { recursive: true, encoding: "utf8" })
    .map((file) => file.replaceAll(path.sep, "/"))
    .filter((file) => file.endsWith(".ts") && !/\.test\.ts$|(^|\/)testing-?/.test(file))
    .filter((file) => readFileSync(path.join(db, file), "utf8").includes("#lib/"));
  expect(upward.toSorted()).toEqual(["client.ts", "migrate.ts"]);
});
