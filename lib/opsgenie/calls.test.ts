import { describe, expect, test } from "vitest";
import { callOf, isOpsgeniePath } from "#lib/opsgenie/calls";

describe.each(["", "/"])("a path that ends in %j", (end) => {
  test.each([
    ["POST", "/v2/alerts", "create", ""],
    ["GET", "/v2/alerts", "list", ""],
    ["GET", "/v2/alerts/count", "count", ""],
    ["GET", "/v2/alerts/requests/r1", "request", "r1"],
    ["GET", "/v2/alerts/a1", "get", "a1"],
    ["DELETE", "/v2/alerts/a1", "delete", "a1"],
    ["POST", "/v2/alerts/a1/close", "close", "a1"],
    ["POST", "/v2/alerts/db-1%2Fdisk/acknowledge", "acknowledge", "db-1/disk"],
    ["POST", "/v2/alerts/100%/unacknowledge", "unacknowledge", "100%"],
    ["POST", "/v2/alerts/a1/snooze", "snooze", "a1"],
    ["POST", "/v2/alerts/a1/escalate", "escalate", "a1"],
    ["POST", "/v2/alerts/a1/assign", "assign", "a1"],
    ["POST", "/v2/alerts/a1/notes", "addNote", "a1"],
    ["GET", "/v2/alerts/a1/notes", "notes", "a1"],
    ["GET", "/v2/alerts/a1/logs", "logs", "a1"],
    ["POST", "/v2/alerts/a1/tags", "addTags", "a1"],
    ["DELETE", "/v2/alerts/a1/tags", "removeTags", "a1"],
    ["POST", "/v2/alerts/a1/details", "addDetails", "a1"],
    ["DELETE", "/v2/alerts/a1/details", "removeDetails", "a1"],
    ["POST", "/v2/alerts/a1/responders", "addResponder", "a1"],
    ["POST", "/v2/alerts/a1/actions/restart", "customAction", "a1"],
    ["PUT", "/v2/alerts/a1/priority", "setPriority", "a1"],
    ["PUT", "/v2/alerts/a1/message", "setMessage", "a1"],
    ["PUT", "/v2/alerts/a1/description", "setDescription", "a1"],
    ["PATCH", "/v2/heartbeats/backup/ping", "ping", "backup"],
    ["GET", "/v2/heartbeats/backup", "heartbeat", "backup"],
    ["POST", "/v1/json/alert", "create", ""],
    ["POST", "/v1/json/alert/close", "close", ""],
    ["POST", "/v1/json/heartbeat/send", "ping", ""],
  ])("%s %s asks to %s", (method, path, verb, named) => {
    expect(isOpsgeniePath(path + end)).toBe(true);
    expect(callOf(method, path + end)).toMatchObject({ verb, named, version: path.startsWith("/v1") ? 1 : 2 });
  });
});

test.each([
  ["PUT", "/v2/alerts", ["POST", "GET"]],
  ["POST", "/v2/alerts/a1/priority", ["PUT"]],
  ["DELETE", "/v2/heartbeats/backup/ping", ["GET", "POST", "PUT", "PATCH"]],
])("%s %s names the methods that would do", (method, path, allowed) => {
  expect(callOf(method, path)).toEqual({ allowed });
});

test.each([
  "/v2/alerts/a1/attachments",
  "/v2/alerts/saved-searches",
  "/v2/alerts/a1/__proto__",
  "/v2/alerts/a1/close/now",
  "/v2/alerts/requests",
  "/v2/heartbeats",
  "/v2/heartbeats/backup/enable",
  "/v1/json/alert/attach",
  "/v1/json/heartbeat",
])("%s is not served", (path) => expect(callOf("GET", path)).toBeUndefined());

test.each(["/v2/enqueue", "/v2/alertsx", "/v1/json/integrations/webhooks/netdata", "/v3/alerts", "/"])(
  "%s is none of Opsgenie's",
  (path) => expect(isOpsgeniePath(path)).toBe(false),
);
