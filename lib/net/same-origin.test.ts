import { expect, test } from "vitest";
import { isSameOrigin } from "#lib/net/same-origin";

const asked = (headers: Record<string, string>) => isSameOrigin(new Headers({ host: "alerts.lan:3000", ...headers }));

test("what the browser calls same-origin is", () => {
  expect(asked({ "sec-fetch-site": "same-origin" })).toBe(true);
});

test.each(["cross-site", "same-site", "none"])("what the browser calls %s is not, whatever the origin says", (site) => {
  expect(asked({ "sec-fetch-site": site, origin: "http://alerts.lan:3000" })).toBe(false);
});

test("without Sec-Fetch-Site the origin must be the host that was asked", () => {
  expect(asked({ origin: "http://alerts.lan:3000" })).toBe(true);
  expect(asked({ origin: "http://alerts.lan:3001" })).toBe(false);
  expect(asked({ origin: "http://evil.example" })).toBe(false);
  expect(asked({ origin: "null" })).toBe(false);
});

test("a request that names no origin is not from a page", () => {
  expect(asked({})).toBe(false);
});
