import { expect, test } from "vitest";
import { safePath } from "#lib/auth/safe-path";

test.each(["/incidents/412", "/incidents?status=open&q=a%20b", "/settings/api-keys", "/integrations"])(
  "%s is a place to go back to",
  (path) => {
    expect(safePath(path, "/")).toBe(path);
  },
);

test.each([
  "https://evil.example",
  "//evil.example/x",
  "/\\evil.example",
  "/\t/evil.example",
  "\\\\evil.example",
  "javascript:alert(1)",
  "incidents",
  "",
  undefined,
  null,
  "/sign-in?callbackUrl=/sign-in",
  "/setup",
  "/invite/abc",
  "/api/v1/incidents",
  "/services/../sign-in",
])("%s is not", (path) => {
  expect(safePath(path, "/")).toBe("/");
});
