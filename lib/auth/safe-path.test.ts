import { assert, property, string } from "fast-check";
import { describe, expect, test } from "vitest";
import { safePath } from "#lib/auth/safe-path";

const own = "https://alerts.example.com";

test.each([
  "/incidents/412",
  "/incidents?status=open&q=a%20b",
  "/incidents#note-7",
  "/settings/api-keys",
  "/docs/sources//prometheus",
  "/incidents?next=//evil.example",
])("%s is a place to go back to", (path) => {
  expect(safePath(path, "/")).toBe(path);
});

const leadingAway = [
  "https://evil.example",
  "//evil.example/x",
  "///evil.example",
  "////evil.example",
  "/\\evil.example",
  "/\\\\evil.example",
  "\\/evil.example",
  "\\\\evil.example",
  "/..//evil.example",
  "/.//evil.example",
  "/./..//evil.example",
  "/../..//evil.example",
  "/..\\\\evil.example",
  "/..\\/evil.example",
  "/a/..//evil.example",
  "/a/../..//evil.example",
  "/%2e%2e//evil.example",
  "/%2E//evil.example",
  "/.%2e//evil.example",
  "..//evil.example",
  ".//evil.example",
  "/\t/evil.example",
  "/\n/evil.example",
  "/\r\n/evil.example",
  "/.\t.//evil.example",
  "\t//evil.example",
  " //evil.example",
  "\u0000//evil.example",
  "\u0001\u001f//evil.example",
  "/\\\t/evil.example",
  "//alerts.example.com@evil.example",
  "//evil.example:443",
  "//evil.example\\@alerts.example.com",
  "https:evil.example",
  "https:/evil.example",
  "https:///evil.example",
  "https:\\\\evil.example",
  "http://alerts.example.com.evil.example",
  "https://alerts.example.com@evil.example/",
  "https://alerts.example.com:444/",
  "HtTpS://evil.example",
  "h\tttps://evil.example",
  "javascript:alert(1)",
  "JaVaScRiPt:alert(1)",
  "java\nscript:alert(1)",
  "\u0001javascript:alert(1)",
  "javascript://alerts.example.com/%0aalert(1)",
  "data:text/html,<script>alert(1)</script>",
  "vbscript:x",
  "blob:https://evil.example/1",
  "file:///etc/passwd",
  "ftp://evil.example",
  "mailto:a@evil.example",
  "//evil。example",
  "//ｅｖｉｌ.example",
  "//[::1]/",
  "//2130706433/",
  "/sign-in?callbackUrl=/sign-in",
  "/setup",
  "/invite/abc",
  "/api/v1/incidents",
  "/services/../sign-in",
  "/services/%2e%2e/sign-in",
  "http://",
  "//",
  "https://[",
];

const ofNothing = ["", undefined, null];

describe("what leads elsewhere, or in a circle, leads to where one is taken instead:", () => {
  test.each([...leadingAway, ...ofNothing])("%j", (wanted) => {
    expect(safePath(wanted, "/")).toBe("/");
    expect(safePath(wanted, "/incidents")).toBe("/incidents");
  });

  test.each(leadingAway)("%j, as seen from our own address", (wanted) => {
    expect(new URL(safePath(wanted, "/", own), own).origin).toBe(own);
  });
});

test.each([
  ["incidents", "/incidents"],
  ["／／evil.example", "/%EF%BC%8F%EF%BC%8Fevil.example"],
  ["/／evil.example", "/%EF%BC%8Fevil.example"],
  ["/%2f/evil.example", "/%2f/evil.example"],
  ["/%5cevil.example", "/%5cevil.example"],
  ["/%09/evil.example", "/%09/evil.example"],
  ["@evil.example", "/@evil.example"],
  ["/incidents/../people?x=1", "/people?x=1"],
  ["/incidents?q=x&_rsc=abc", "/incidents?q=x"],
])("%j is %s, and stays here", (wanted, path) => {
  expect(safePath(wanted, "/")).toBe(path);
});

test("a whole address counts only where it is told to be ours", () => {
  expect(safePath(`${own}/people?x=1#y`, "/", own)).toBe("/people?x=1#y");
  expect(safePath(`https://alice:secret@alerts.example.com:443/people`, "/", own)).toBe("/people");
  expect(safePath(`${own}/people`, "/")).toBe("/");
  expect(safePath(`${own}//evil.example`, "/", own)).toBe("/");
});

test("whatever is wanted, a browser stays here, and comes to the same place when asked again", () => {
  const pieces = string({ unit: "binary-ascii", maxLength: 30 });
  assert(
    property(pieces, (wanted) => {
      for (const spelt of [wanted, `/${wanted}`, `/..${wanted}`, `/.${wanted}`, `/\\${wanted}`]) {
        const path = safePath(spelt, "/");
        expect(new URL(path, own).origin).toBe(own);
        expect(safePath(path, "/")).toBe(path);
      }
    }),
    { numRuns: 2_000 },
  );
});
