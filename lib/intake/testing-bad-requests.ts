import { randomUUID } from "node:crypto";
import type { Sent } from "#lib/doors/testing-mounts";
import { badProofs } from "#lib/intake/testing-bad-proofs";
import { adminKey, type BadRequest, event, good, goodHook, type Senders } from "#lib/intake/testing-senders";

const prom = (w: Senders) => `/api/integrations/prometheus?integrationId=${w.prometheus.id}`;
export const hook = (w: Senders) => `/api/integrations/webhook?integrationId=${w.hook.id}`;

const raw =
  (body: string | Uint8Array, headers = {}) =>
  (w: Senders): Sent => ({ path: hook(w), body, headers });
const alerts =
  (body: unknown) =>
  (w: Senders): Sent => ({ path: prom(w), body: JSON.stringify(body) });
const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`;
const withMethod =
  (method: string, path: (w: Senders) => string) =>
  (w: Senders): Sent => ({ method, path: path(w) });

/** What is sent, the status it must get, and what the answer must say. */
export const badRequests: BadRequest[] = [
  // Bodies that are no JSON
  ["an empty body", raw(""), 400, /empty|no body/i],
  ["only white space", raw(" \n\t "), 400, /empty|no body/i],
  ["broken JSON", raw("{oops"), 400, /JSON/],
  ["JSON cut off in the middle", raw('{"title":"Disk fu'), 400, /JSON/],
  ["a trailing comma", raw('{"title":"x",}'), 400, /JSON/],
  ["single quotes", raw("{'title':'x'}"), 400, /JSON/],
  ["HTML", raw("<html><body>502 Bad Gateway</body></html>"), 400, /JSON/],
  ["XML", raw('<?xml version="1.0"?><alert/>', { "content-type": "text/xml" }), 400, /JSON/],
  ["plain text", raw("disk full", { "content-type": "text/plain" }), 400, /JSON/],
  ["bytes that are no UTF-8", raw(new Uint8Array([123, 34, 97, 34, 58, 34, 0xc3, 0x28, 34, 125])), 400, /UTF-8/],
  ["UTF-16", raw(Buffer.from(goodHook, "utf16le")), 400, /UTF-8|JSON/],
  ["gzip that nobody announced", raw(new Uint8Array([0x1f, 0x8b, 8, 0, 0, 0, 0, 0])), 400, /UTF-8|JSON|compress/i],
  ["only NUL bytes", raw(new Uint8Array(16)), 400, /JSON|empty/i],
  ["NDJSON with a broken line", raw('{"title":"a"}\n{"title"'), 400, /JSON/],
  [
    "a form whose payload is no JSON",
    raw("payload=%7Boops", { "content-type": "application/x-www-form-urlencoded" }),
    400,
    /JSON|payload/,
  ],
  [
    "a multipart body cut off",
    raw('--x\r\nContent-Disposition: form-data; name="data"\r\n\r\n{', {
      "content-type": "multipart/form-data; boundary=x",
    }),
    400,
    /JSON|multipart/i,
  ],
  ["NaN", raw('{"title":NaN}'), 400, /JSON/],
  // JSON of the wrong kind
  ["null", raw("null"), 400, /object|alert/i],
  ["a number", raw("42"), 400, /object|alert/i],
  ["a string", raw('"disk full"'), 400, /object|alert/i],
  ["true", raw("true"), 400, /object|alert/i],
  ["an object with no summary anywhere", raw('{"foo":1}'), 400, /summary/i],
  ["a list of numbers", raw("[1,2,3]"), 400, /object/i],
  ["a title that is an object", raw('{"title":{"a":1}}'), 400, /summary/i],
  ["a blank title", raw('{"title":"   "}'), 400, /summary/i],
  ["nesting of 200 levels", raw(nested(200)), 400, /deep|nest/i],
  ["nesting of 100,000 levels", raw(nested(100_000)), 400, /deep|nest/i],
  ["100,000 open brackets", raw("[".repeat(100_000)), 400, /deep|nest|JSON/i],
  // Alertmanager
  ["an Alertmanager message without alerts", alerts({ version: "4" }), 400, /alerts/],
  ["alerts that are no list", alerts({ alerts: "firing" }), 400, /alerts/],
  ["alerts that are null", alerts({ alerts: null }), 400, /alerts/],
  ["only alerts without a status", alerts({ alerts: [{ labels: {} }] }), 400, /status/],
  ["only alerts of an unknown status", alerts({ alerts: [{ status: "burning", labels: {} }] }), 400, /status/],
  ["only alerts without labels", alerts({ alerts: [{ status: "firing" }] }), 400, /labels/],
  ["labels that are a list", alerts({ alerts: [{ status: "firing", labels: [1] }] }), 400, /labels/],
  ["an Events API body on the Alertmanager URL", alerts(good), 400, /alerts/],
  ["a list on the Alertmanager URL", alerts([]), 400, /object/i],
  // Events API
  ["no event_action", event({ event_action: undefined }), 400, /event_action|event/],
  ["an unknown event_action", event({ event_action: "explode" }), 400, /event_action/],
  ["an event_action that is a number", event({ event_action: 1 }), 400, /event_action/],
  ["no payload", event({ payload: undefined }), 400, /payload/],
  ["a payload that is a string", event({ payload: "x" }), 400, /payload/],
  ["no summary", event({ payload: { source: "h", severity: "error" } }), 400, /summary/],
  ["a summary that is a number", event({ payload: { summary: 5, source: "h" } }), 400, /summary/],
  ["no source", event({ payload: { summary: "s", severity: "error" } }), 400, /source/],
  ["an unknown severity", event({ payload: { summary: "s", source: "h", severity: "awful" } }), 400, /severity/],
  ["a resolve without a dedup key", event({ event_action: "resolve", dedup_key: undefined }), 400, /dedup_key/],
  ["an acknowledge with a blank dedup key", event({ event_action: "acknowledge", dedup_key: " " }), 400, /dedup_key/],
  ["a dedup key that is an object", event({ dedup_key: { a: 1 } }), 400, /dedup_key/],
  [
    "a list of events",
    (w) => ({ path: "/api/events", body: JSON.stringify([good]), headers: { "x-integration-key": w.events.key } }),
    400,
    /object/i,
  ],
  [
    "broken JSON with a key in the header",
    (w) => ({ path: "/api/events", body: "{", headers: { "x-integration-key": w.events.key } }),
    400,
    /JSON/,
  ],
  // Who sends
  [
    "an unknown integration id",
    () => ({ path: `/api/integrations/webhook?integrationId=${randomUUID()}`, body: goodHook }),
    404,
    /integration/,
  ],
  [
    "an integration id that is no uuid",
    () => ({ path: "/api/integrations/webhook?integrationId=1%20or%201=1", body: goodHook }),
    404,
    /integration/,
  ],
  [
    "an integration id with a NUL",
    () => ({ path: "/api/integrations/webhook?integrationId=%00", body: goodHook }),
    404,
    /integration/,
  ],
  ["no id and no key", () => ({ path: "/api/integrations/webhook", body: goodHook }), 401, /integrationId/],
  ["no key on the Events API", () => ({ path: "/v2/enqueue", body: JSON.stringify(good) }), 401, /routing_key/],
  [
    "a routing key that is a number",
    () => ({ path: "/v2/enqueue", body: JSON.stringify({ ...good, routing_key: 7 }) }),
    401,
    /routing_key/,
  ],
  ["a wrong routing key", event({ routing_key: "0".repeat(32) }), 401, /key/],
  ["a very long key", event({ routing_key: "k".repeat(100_000) }), 401, /key/],
  [
    "a wrong key beside the right id",
    (w) => ({ path: `${hook(w)}&key=${"0".repeat(32)}`, body: goodHook }),
    401,
    /key/,
  ],
  [
    "another integration's key beside the id",
    (w) => ({ path: `${hook(w)}&key=${w.events.key}`, body: goodHook }),
    401,
    /key/,
  ],
  [
    "a malformed Authorization header",
    () => ({ path: "/api/events", body: JSON.stringify(good), headers: { authorization: "Token" } }),
    401,
    /key/,
  ],
  [
    "Basic that is no base64",
    () => ({
      path: "/api/events",
      body: JSON.stringify(good),
      headers: { authorization: "Basic §§§".replace(/§/g, "%") },
    }),
    401,
    /key/,
  ],
  [
    "an unknown API key",
    (w) => ({
      path: "/api/events",
      body: JSON.stringify({ ...good, service_id: w.events.serviceId }),
      headers: { authorization: "Bearer sk_live_0000000000000000" },
    }),
    401,
    /API key/,
  ],
  [
    "an API key and no service",
    () => ({ path: "/api/events", body: JSON.stringify(good), headers: { authorization: `Bearer ${adminKey}` } }),
    400,
    /service/,
  ],
  [
    "an API key and a service that is no uuid",
    () => ({
      path: "/api/events",
      body: JSON.stringify({ ...good, service_id: "x" }),
      headers: { authorization: `Bearer ${adminKey}` },
    }),
    400,
    /service/,
  ],
  [
    "an API key and an unknown service",
    () => ({
      path: "/api/events",
      body: JSON.stringify({ ...good, service_id: randomUUID() }),
      headers: { authorization: `Bearer ${adminKey}` },
    }),
    404,
    /service/,
  ],
  [
    "a disabled integration",
    (w) => ({ path: `/api/integrations/webhook/${w.disabled.id}`, body: goodHook }),
    403,
    /disabled/,
  ],
  ["a disabled integration through the Events API", (w) => event({ routing_key: w.disabled.key })(w), 403, /disabled/],
  [
    "a deleted integration",
    (w) => ({ path: `/api/integrations/webhook/${w.deleted.id}`, body: goodHook }),
    404,
    /integration/,
  ],
  ["a deleted integration's key", (w) => event({ routing_key: w.deleted.key })(w), 401, /key/],
  [
    "an integration of a deleted service",
    (w) => ({ path: `/api/integrations/webhook/${w.orphan.id}`, body: goodHook }),
    404,
    /integration/,
  ],
  ...badProofs,
  // Where it is sent
  [
    "an unknown source",
    () => ({ path: `/api/integrations/nagios-xi?integrationId=${randomUUID()}`, body: goodHook }),
    404,
    /source/,
  ],
  ["a source named constructor", () => ({ path: "/api/integrations/constructor", body: goodHook }), 404, /source/],
  [
    "the URL of another source",
    (w) => ({ path: `/api/integrations/prometheus?integrationId=${w.hook.id}`, body: goodHook }),
    404,
    /webhook/,
  ],
  ["DELETE", withMethod("DELETE", hook), 405, /POST/],
  ["PATCH", withMethod("PATCH", hook), 405, /POST/],
  ["GET on the Events API", withMethod("GET", () => "/v2/enqueue"), 405, /POST/],
  ["PUT on the Events API", withMethod("PUT", () => "/api/events"), 405, /POST/],
  // Size
  ["two megabytes", raw(JSON.stringify({ title: "x", text: "y".repeat(2_000_000) })), 413, /larger than 1 MiB/],
  ["two megabytes of spaces", raw(" ".repeat(2_000_000)), 413, /larger than 1 MiB/],
];
