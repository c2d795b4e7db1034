import type { IncomingHttpHeaders } from "node:http";
import { expect, test } from "vitest";
import { refuseMethod } from "#lib/net/refuse";
import type { Kind } from "#lib/net/what-is-at";

const multipart = { "content-type": "multipart/form-data; boundary=x" };
const fromOurPage = { "sec-fetch-site": "same-origin" };
const status = (method: string, kind: Kind, headers: IncomingHttpHeaders = {}) =>
  refuseMethod({ method, headers: { host: "alerts.lan", ...headers } }, kind)?.status;

test("where there is nothing, one may look and not send", () => {
  for (const method of ["GET", "HEAD"]) expect(status(method, "nothing")).toBeUndefined();
  for (const method of ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
    expect(status(method, "nothing", multipart)).toBe(404);
});

test("a page takes its own forms, from a page of ours", () => {
  for (const form of [multipart, { "next-action": "00" }]) {
    expect(status("POST", "page", { ...form, ...fromOurPage })).toBeUndefined();
    expect(status("POST", "page", { ...form, origin: "http://alerts.lan" })).toBeUndefined();
    expect(status("POST", "page", { ...form, origin: "http://evil.example" })).toBe(403);
    expect(status("POST", "page", form)).toBe(403);
  }
});

test("a page takes nothing else, and says so", () => {
  expect(status("GET", "page")).toBeUndefined();
  for (const method of ["POST", "PUT", "DELETE", "OPTIONS", "TRACE"])
    expect(status(method, "page", { "content-type": "application/json", ...fromOurPage })).toBe(405);
  expect(refuseMethod({ method: "POST", headers: {} }, "page")).toMatchObject({
    allow: "GET, HEAD",
    message: expect.stringContaining("webhook URL"),
  });
});

test("a file is only read, and a route decides for itself about the methods there are", () => {
  expect(status("POST", "asset", multipart)).toBe(405);
  expect(status("DELETE", "route", multipart)).toBeUndefined();
  expect(status("TRACE", "route")).toBe(405);
});
