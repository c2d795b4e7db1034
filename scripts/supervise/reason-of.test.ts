import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { Trouble } from "#db/embedded-trouble";
import { reasonOf } from "./reason-of.ts";

const thrownBy = (work: () => void): unknown => {
  try {
    return work();
  } catch (error) {
    return error;
  }
};

test("what the file system refuses is told with the way out and without a stack", () => {
  const error = Object.assign(new Error("ENOSPC: no space left on device, write"), {
    code: "ENOSPC",
    syscall: "write",
  });
  expect(reasonOf(error)).toMatch(
    /^Tocsin could not start: ENOSPC.*\nThe disk of the data folder is full\. Make room.*elsewhere\.$/,
  );
});

test("a known trouble is told in its own words", () => {
  expect(reasonOf(new Trouble("Port 3000 is in use."))).toBe("Port 3000 is in use.");
});

test("a bug shows where it is", () => {
  expect(reasonOf(new TypeError("x is not a function"))).toContain("reason-of.test.ts");
  expect(reasonOf(thrownBy(() => readFileSync("/no/such/file")))).toContain("reason-of.test.ts");
});
