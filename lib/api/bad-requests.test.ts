import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "#db/testing";
import { createIntegration, createService } from "#db/testing-rows";
import { aliceKey, call, errorOf, openIncident } from "#lib/api/testing";
import * as nowhere from "../../app/api/v1/[[...path]]/route.ts";
import * as acknowledge from "../../app/api/v1/incidents/[id]/acknowledge/route.ts";
import * as alerts from "../../app/api/v1/incidents/[id]/alerts/route.ts";
import * as assign from "../../app/api/v1/incidents/[id]/assign/route.ts";
import * as notes from "../../app/api/v1/incidents/[id]/notes/route.ts";
import * as incident from "../../app/api/v1/incidents/[id]/route.ts";
import * as snooze from "../../app/api/v1/incidents/[id]/snooze/route.ts";
import * as bulkResolve from "../../app/api/v1/incidents/resolve/route.ts";
import * as incidents from "../../app/api/v1/incidents/route.ts";
import * as requests from "../../app/api/v1/integrations/[id]/requests/route.ts";
import * as integration from "../../app/api/v1/integrations/[id]/route.ts";
import * as serviceIntegrations from "../../app/api/v1/services/[id]/integrations/route.ts";
import * as service from "../../app/api/v1/services/[id]/route.ts";
import * as services from "../../app/api/v1/services/route.ts";

process.env.TOCSIN_API_KEY = aliceKey;

beforeAll(async () => {
  await testDatabase();
});

describe("what is wrong is said, and is never a 500", () => {
  const deep = (levels: number) => `${'{"config":'.repeat(levels)}1${"}".repeat(levels)}`;
  const rows: [string, BodyInit, number, Record<string, unknown>][] = [
    ["broken JSON", '{"name": "x"', 400, { code: "bad_request", message: expect.stringContaining("not JSON") }],
    ["text", "hello", 400, { code: "bad_request" }],
    ["bytes that are no UTF-8", new Uint8Array([0x22, 0xff, 0x22]), 400, { code: "bad_request" }],
    ["nesting without end", deep(5_000), 400, { code: "bad_request" }],
    ["a body of 2 MB", JSON.stringify({ name: "x".repeat(2_000_000) }), 413, { code: "too_large" }],
    ["no body", "", 422, { fields: { name: expect.any(String) } }],
    ["a list", "[]", 422, { code: "invalid" }],
    ["null", "null", 422, { code: "invalid" }],
    ["a number", "7", 422, { code: "invalid" }],
    ["no name", "{}", 422, { fields: { name: expect.any(String) } }],
    ["an empty name", '{"name":"  "}', 422, { fields: { name: "Give it a name." } }],
    ["a name of another type", '{"name":7}', 422, { fields: { name: "Give it a name." } }],
    ["a name of two lines", '{"name":"a\\nb"}', 422, { fields: { name: expect.any(String) } }],
    ["a name without end", JSON.stringify({ name: "x".repeat(121) }), 422, { fields: { name: expect.any(String) } }],
    ["a NUL", '{"name":"a\\u0000b"}', 422, { fields: { name: expect.stringContaining("NUL") } }],
    ["half a surrogate pair", '{"name":"a\\ud800b"}', 422, { fields: { name: expect.stringContaining("surrogate") } }],
    ["half a surrogate pair in a name of a field", '{"\\ud800":1}', 422, { code: "invalid" }],
    [
      "an unknown field",
      '{"name":"x","colour":"red","size":1}',
      422,
      { fields: { colour: expect.any(String), size: expect.any(String) } },
    ],
    ["__proto__", '{"name":"x","__proto__":{"admin":true}}', 422, { code: "invalid" }],
    [
      "an urgency that is none",
      '{"name":"x","urgencies":{"error":"medium"}}',
      422,
      { fields: { "urgencies.error": expect.any(String) } },
    ],
    [
      "a severity that is none",
      '{"name":"x","urgencies":{"fatal":"low"}}',
      422,
      { fields: { "urgencies.fatal": expect.any(String) } },
    ],
  ];

  test.each(rows)("a service from %s", async (_, raw, status, error) => {
    expect(errorOf(await call(services, { method: "POST", raw }))).toMatchObject({ status, ...error });
  });

  test.each([
    ["an integration", integration],
    ["a service", service],
    ["an incident", incident],
  ] as const)("%s by an id that is none", async (_, route) => {
    for (const id of ["nonsense", "../x", "%00", "\0", "0".repeat(400), crypto.randomUUID(), "99999999999999999999"]) {
      expect(errorOf(await call(route, { params: { id } }))).toMatchObject({ status: 404, code: "not_found" });
    }
  });

  test.each([
    ["incidents", incidents, "?status=none", "status"],
    ["incidents", incidents, "?limit=0", "limit"],
    ["incidents", incidents, "?limit=1e9", "limit"],
    ["incidents", incidents, "?limit=x", "limit"],
    ["incidents", incidents, "?since=yesterday", "since"],
    ["incidents", incidents, "?serviceId=x", "serviceId"],
    ["incidents", incidents, "?assigneeId=x", "assigneeId"],
    ["incidents", incidents, "?colour=red", "colour"],
    ["incidents", incidents, "?q=a%00b", "q"],
    ["incidents", incidents, "?q=a&q=b", "q"],
    ["services", services, "?limit=201", "limit"],
    ["services", services, "?q=%00", "q"],
  ] as const)("a query of %s: %3$s", async (_, route, query, field) => {
    expect(errorOf(await call(route, { query }))).toMatchObject({
      status: 422,
      fields: { [field]: expect.any(String) },
    });
  });

  test("a cursor that no list gave", async () => {
    const { id } = await createIntegration();
    const { id: incidentId } = await openIncident();
    const cursors = [
      "nonsense",
      "LTE",
      Buffer.from("-".repeat(36)).toString("base64url"),
      Buffer.from("99999999999999:x").toString("base64url"),
    ];
    for (const cursor of cursors) {
      expect((await call(services, { query: `?cursor=${cursor}` })).status).toBe(400);
      expect((await call(incidents, { query: `?cursor=${cursor}` })).status).toBe(400);
      expect((await call(requests, { params: { id }, query: `?cursor=${cursor}` })).status).toBe(400);
      expect((await call(alerts, { params: { id: incidentId }, query: `?cursor=${cursor}` })).status).toBe(400);
    }
  });

  test("odd searches find nothing and break nothing", async () => {
    for (const q of ["'", "\\", "%", "((", "a:*", "!&|", "#", "#99999999999999999999", "\ud800", "🔥"]) {
      expect((await call(incidents, { query: `?q=${encodeURIComponent(q.toWellFormed())}` })).status).toBe(200);
      expect((await call(services, { query: `?q=${encodeURIComponent(q.toWellFormed())}` })).status).toBe(200);
    }
  });

  test("an integration from values that do not fit", async () => {
    const { id } = await createService();
    const wrong: [unknown, string][] = [
      [{ name: "x" }, "type"],
      [{ type: "pigeon", name: "x" }, "type"],
      [{ type: "prometheus", name: "x", signatureSecret: "" }, "signatureSecret"],
      [{ type: "prometheus", name: "x", rateLimitPerMinute: -1 }, "rateLimitPerMinute"],
      [{ type: "prometheus", name: "x", rateLimitPerMinute: 1.5 }, "rateLimitPerMinute"],
      [{ type: "prometheus", name: "x", rateLimitPerMinute: 1e12 }, "rateLimitPerMinute"],
      [{ type: "prometheus", name: "x", defaultSeverity: "high" }, "defaultSeverity"],
      [{ type: "prometheus", name: "x", config: [] }, "config"],
      [{ type: "prometheus", name: "x", config: { a: 1 } }, "config"],
      [{ type: "webhook", name: "x", config: { summaryField: { a: 1 } } }, "config.summaryField"],
      [{ type: "prometheus", name: "x", key: "0".repeat(32) }, "key"],
    ];
    for (const [body, field] of wrong) {
      const answered = await call(serviceIntegrations, { method: "POST", params: { id }, body });
      expect(errorOf(answered), JSON.stringify(body)).toMatchObject({
        status: 422,
        fields: { [field]: expect.any(String) },
      });
    }
  });

  test("verbs of incidents with values that do not fit", async () => {
    const { id } = await openIncident();
    const wrong: [typeof snooze, unknown, string][] = [
      [snooze, {}, "until"],
      [snooze, { until: "soon" }, "until"],
      [snooze, { until: "2020-01-01T00:00:00Z" }, "until"],
      [snooze, { until: "9999-12-31T23:59:59Z" }, "until"],
      [snooze, { minutes: 0 }, "minutes"],
      [snooze, { minutes: 5, until: "2099-01-01T00:00:00Z" }, "until"],
      [assign, {}, "personIds"],
      [assign, { personIds: [], addPersonIds: [] }, "personIds"],
      [assign, { addPersonIds: [crypto.randomUUID()] }, "addPersonIds"],
      [assign, { personIds: ["x"] }, "personIds.0"],
      [assign, { personIds: [crypto.randomUUID()] }, "personIds"],
      [notes, {}, "text"],
      [notes, { text: "  " }, "text"],
      [notes, { text: "x".repeat(30_000) }, "text"],
      [acknowledge, { force: true }, "force"],
    ];
    for (const [route, body, field] of wrong) {
      const answered = await call(route, { method: "POST", params: { id }, body });
      expect(errorOf(answered), JSON.stringify(body).slice(0, 80)).toMatchObject({
        status: 422,
        fields: { [field]: expect.any(String) },
      });
    }
    expect(errorOf(await call(bulkResolve, { method: "POST", body: { ids: [] } }))).toMatchObject({
      status: 422,
      fields: { ids: expect.any(String) },
    });
  });

  test("a wrong method says which there are, an unknown path where to look", async () => {
    const answered = await call(services, { method: "DELETE" });
    expect(errorOf(answered)).toMatchObject({ status: 405, code: "method_not_allowed" });
    expect(answered.headers.get("allow")).toBe("GET, POST");
    expect((await call(services, { method: "OPTIONS" })).headers.get("allow")).toBe("GET, POST");
    expect(errorOf(await call({ ...nowhere, OPTIONS: nowhere.GET }, {}))).toMatchObject({
      status: 404,
      code: "not_found",
    });
  });

  test("no answer may be kept by anyone on the way", async () => {
    expect((await call(services)).headers.get("cache-control")).toBe("no-store");
    expect((await call(services, { key: null })).headers.get("cache-control")).toBe("no-store");
  });
});
