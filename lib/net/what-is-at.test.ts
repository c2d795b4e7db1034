import path from "node:path";
import { expect, test } from "vitest";
import { readPlaces } from "#lib/net/what-is-at";

const whatIsAt = readPlaces(path.resolve(import.meta.dirname, "../.."));

test.each([
  ["/", "page"],
  ["/sign-in", "page"],
  ["/sign-in/", "page"],
  ["/incidents/412", "page"],
  ["/services/new", "page"],
  ["/integrations", "page"],
  ["/api/health", "route"],
  ["/api/v1/services", "route"],
  ["/api/v1/nothing/there", "route"],
  ["/api/auth/session", "route"],
  ["/api/openapi.json", "route"],
  ["/sign-out", "route"],
  ["/favicon.svg", "asset"],
  ["/_next/static/chunks/x.js", "asset"],
  ["/nope", "nothing"],
  ["/api/nope", "nothing"],
  ["/api/openapiXjson", "nothing"],
  ["/incidents/412/nope", "nothing"],
  ["/(console)/incidents", "nothing"],
])("at %s there is: %s", (asked, kind) => {
  expect(whatIsAt(asked)).toBe(kind);
});
