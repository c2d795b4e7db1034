import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "#db/testing";
import { createIntegration, createPerson, createService } from "#db/testing-rows";
import { aliceKey, call, errorOf, keyWith, listOf } from "#lib/api/testing";
import { incidentAnswer, incidentDetailAnswer, manyVerdictAnswer, verdictAnswer } from "#lib/api/schemas/incidents";
import { integrationAnswer, requestAnswer, requestDetailAnswer, rotatedAnswer, sampleAnswer, secretAnswer } from "#lib/api/schemas/integrations";
import { serviceAnswer } from "#lib/api/schemas/services";
import * as nowhere from "../../app/api/v1/[[...path]]/route.ts";
import * as bulkAcknowledge from "../../app/api/v1/incidents/acknowledge/route.ts";
import * as bulkResolve from "../../app/api/v1/incidents/resolve/route.ts";
import * as incidents from "../../app/api/v1/incidents/route.ts";
import * as acknowledge from "../../app/api/v1/incidents/[id]/acknowledge/route.ts";
import * as alerts from "../../app/api/v1/incidents/[id]/alerts/route.ts";
import * as assign from "../../app/api/v1/incidents/[id]/assign/route.ts";
import * as notes from "../../app/api/v1/incidents/[id]/notes/route.ts";
import * as reopen from "../../app/api/v1/incidents/[id]/reopen/route.ts";
import * as resolve from "../../app/api/v1/incidents/[id]/resolve/route.ts";
import * as incident from "../../app/api/v1/incidents/[id]/route.ts";
import * as snooze from "../../app/api/v1/incidents/[id]/snooze/route.ts";
import * as disable from "../../app/api/v1/integrations/[id]/disable/route.ts";
import * as enable from "../../app/api/v1/integrations/[id]/enable/route.ts";
import * as request from "../../app/api/v1/integrations/[id]/requests/[requestId]/route.ts";
import * as requests from "../../app/api/v1/integrations/[id]/requests/route.ts";
import * as rotateKey from "../../app/api/v1/integrations/[id]/rotate-key/route.ts";
import * as integration from "../../app/api/v1/integrations/[id]/route.ts";
import * as sendSample from "../../app/api/v1/integrations/[id]/send-sample/route.ts";
import * as signatureSecret from "../../app/api/v1/integrations/[id]/signature-secret/route.ts";
import * as people from "../../app/api/v1/people/route.ts";
import * as serviceIntegrations from "../../app/api/v1/services/[id]/integrations/route.ts";
import * as service from "../../app/api/v1/services/[id]/route.ts";
import * as services from "../../app/api/v1/services/route.ts";
import * as sources from "../../app/api/v1/sources/route.ts";

process.env.TOCSIN_API_KEY = aliceKey;

let bob = "";
let charlie = "";

beforeAll(async () => {
  await testDatabase();
  bob = await keyWith("write");
  charlie = await keyWith("read");
});

describe("services", () => {
  test("are created, read, listed, changed and deleted", async () => {
    const made = await call(services, { method: "POST", body: { name: "Payments" } });
    expect(made.status).toBe(201);
    const { id } = serviceAnswer.parse(made.body);
    expect(made.headers.get("location")).toBe(`/api/v1/services/${id}`);
    expect((await call(service, { params: { id } })).body).toEqual(made.body);
    expect((await call(services, { query: "?q=paym" })).body).toEqual({ data: [made.body], nextCursor: null });
    expect((await call(service, { method: "PATCH", params: { id }, body: { description: "Cards" } })).body).toMatchObject({ description: "Cards" });
    expect(await call(service, { method: "DELETE", params: { id } })).toMatchObject({ status: 204, body: {} });
    expect(errorOf(await call(service, { params: { id } }))).toMatchObject({ status: 404, code: "not_found" });
  });

  test("say which name is taken", async () => {
    await createService({ name: "Taken" });
    expect(errorOf(await call(services, { method: "POST", body: { name: "taken" } }))).toMatchObject({ status: 409, code: "conflict", fields: { name: expect.any(String) } });
  });
});

describe("integrations", () => {
  test("are added, read, changed, rotated, switched and deleted", async () => {
    const { id: serviceId } = await createService();
    const made = await call(serviceIntegrations, { method: "POST", params: { id: serviceId }, body: { type: "prometheus", name: "Prod" } });
    expect(made.status).toBe(201);
    const { id, key, webhookUrl } = integrationAnswer.parse(made.body);
    expect(webhookUrl).toBe(`http://tocsin.test/api/integrations/prometheus?integrationId=${id}`);
    expect((await call(integration, { params: { id } })).body).toEqual(made.body);
    expect((await call(serviceIntegrations, { params: { id: serviceId } })).body.data).toEqual([made.body]);
    expect((await call(integration, { method: "PATCH", params: { id }, body: { enabled: false } })).body).toMatchObject({ enabled: false });
    expect((await call(enable, { method: "POST", params: { id } })).body).toMatchObject({ enabled: true });
    expect((await call(disable, { method: "POST", params: { id }, body: {} })).body).toMatchObject({ enabled: false });
    const rotated = rotatedAnswer.parse((await call(rotateKey, { method: "POST", params: { id }, body: { overlapHours: 1 } })).body);
    expect(rotated.key).not.toBe(key);
    const withSecret = secretAnswer.parse((await call(signatureSecret, { method: "POST", params: { id } })).body);
    expect(withSecret).toMatchObject({ hasSignatureSecret: true, signatureSecret: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect((await call(integration, { method: "DELETE", params: { id } })).status).toBe(204);
    expect((await call(integration, { params: { id } })).status).toBe(404);
  });

  test("show what came, after a sample was sent", async () => {
    const { id } = await createIntegration({ type: "prometheus" });
    const sent = await call(sendSample, { method: "POST", params: { id } });
    expect(sampleAnswer.parse(sent.body).status).toBeLessThan(300);
    const [first] = listOf(await call(requests, { params: { id }, query: "?outcome=accepted" }));
    expect(requestAnswer.parse(first)).toMatchObject({ outcome: "accepted", incidents: [{ number: expect.any(Number) }] });
    const detail = await call(request, { params: { id, requestId: String(first?.id) } });
    expect(requestDetailAnswer.parse(detail.body).bodyEncoding).toBe("utf8");
    expect((await call(request, { params: { id, requestId: crypto.randomUUID() } })).status).toBe(404);
  });

  test("hide their keys from Charlie", async () => {
    const { id, serviceId, key } = await createIntegration();
    const seen = [await call(integration, { params: { id }, key: charlie }), await call(serviceIntegrations, { params: { id: serviceId }, key: charlie })];
    expect(seen.map(({ status }) => status)).toEqual([200, 200]);
    expect(JSON.stringify(seen.map(({ body }) => body))).not.toContain(key);
    expect((await call(integration, { params: { id }, key: bob })).body).toMatchObject({ key });
  });
});

describe("incidents", () => {
  test("are found by id and by number, listed and filtered", async () => {
    const { id, number, serviceId } = await openIncident();
    const byId = await call(incident, { params: { id } });
    expect(incidentDetailAnswer.parse(byId.body)).toMatchObject({ id, number, timeline: [{ kind: "triggered" }], alerts: [{ action: "trigger" }] });
    expect((await call(incident, { params: { id: String(number) } })).body).toEqual(byId.body);
    expect(listOf(await call(incidents, { query: `?serviceId=${serviceId}&status=open` })).map((row) => incidentAnswer.parse(row).id)).toEqual([id]);
    expect(listOf(await call(incidents, { query: `?serviceId=${serviceId}&status=resolved` }))).toEqual([]);
    expect(listOf(await call(alerts, { params: { id } }))).toHaveLength(1);
  });

  test("are acknowledged, assigned, noted, snoozed, resolved and reopened by Bob", async () => {
    const { id } = await openIncident();
    const person = await createPerson();
    const verb = (route: typeof resolve, body?: unknown) => call(route, { method: "POST", params: { id }, body, key: bob });
    expect(verdictAnswer.parse((await verb(acknowledge)).body)).toMatchObject({ status: "acknowledged", changed: true, by: { actor: { kind: "api_key" } } });
    expect(verdictAnswer.parse((await verb(acknowledge)).body)).toMatchObject({ status: "acknowledged", changed: false });
    expect((await verb(assign, { personIds: [person.id] })).body).toMatchObject({ assignees: [{ id: person.id }] });
    expect((await verb(notes, { text: "On it" })).status).toBe(200);
    expect((await verb(snooze, { minutes: 30 })).body).toMatchObject({ snoozedUntil: expect.any(String) });
    expect((await verb(resolve, {})).body).toMatchObject({ status: "resolved", snoozedUntil: null });
    expect(errorOf(await verb(acknowledge))).toMatchObject({ status: 409, code: "conflict" });
    expect((await verb(reopen)).body).toMatchObject({ status: "triggered" });
    expect((await verb(snooze, { until: new Date(Date.now() + 60_000).toISOString() })).status).toBe(200);
  });

  test("are acknowledged and resolved many at once", async () => {
    const ids = [(await openIncident()).id, (await openIncident()).id];
    const answered = await call(bulkAcknowledge, { method: "POST", body: { ids }, key: bob });
    expect(manyVerdictAnswer.parse(answered.body).changed.sort()).toEqual(ids.sort());
    expect((await call(bulkResolve, { method: "POST", body: { ids: [...ids, crypto.randomUUID()] } })).body).toMatchObject({ unchanged: [expect.any(String)] });
  });

  test("that are nobody's cannot be asked for as mine by a key", async () => {
    expect(errorOf(await call(incidents, { query: "?assigneeId=me" }))).toMatchObject({ status: 422, fields: { assigneeId: expect.any(String) } });
  });
});

test("the catalogue of sources holds what forms and docs need", async () => {
  const [first] = listOf(await call(sources, { key: charlie }));
  expect(first).toMatchObject({ id: "prometheus", setup: expect.stringContaining("{url}"), samples: expect.any(Array), fields: expect.any(Array) });
});

test("the list of people has names and roles, never a password", async () => {
  await createPerson({ name: "Dora", passwordHash: "argon2-hash" });
  const listed = await call(people, { key: charlie });
  expect(listOf(listed)).toContainEqual(expect.objectContaining({ name: "Dora", role: "responder", state: "active" }));
  expect(JSON.stringify(listed.body)).not.toContain("argon2-hash");
});

describe("who may do what", () => {
  const changes = [
    ["create a service", () => services, "POST", "admin"],
    ["change a service", () => service, "PATCH", "admin"],
    ["delete a service", () => service, "DELETE", "admin"],
    ["add an integration", () => serviceIntegrations, "POST", "admin"],
    ["change an integration", () => integration, "PATCH", "admin"],
    ["delete an integration", () => integration, "DELETE", "admin"],
    ["enable an integration", () => enable, "POST", "admin"],
    ["disable an integration", () => disable, "POST", "admin"],
    ["rotate a key", () => rotateKey, "POST", "admin"],
    ["set a secret", () => signatureSecret, "POST", "admin"],
    ["send a sample", () => sendSample, "POST", "responder"],
    ["acknowledge", () => acknowledge, "POST", "responder"],
    ["resolve", () => resolve, "POST", "responder"],
    ["reopen", () => reopen, "POST", "responder"],
    ["snooze", () => snooze, "POST", "responder"],
    ["assign", () => assign, "POST", "responder"],
    ["write a note", () => notes, "POST", "responder"],
    ["acknowledge many", () => bulkAcknowledge, "POST", "responder"],
    ["resolve many", () => bulkResolve, "POST", "responder"],
  ] as const;

  test.each(changes)("to %s one needs the role", async (_, route, method, role) => {
    const asked = { method, params: { id: crypto.randomUUID() }, body: {} };
    expect(errorOf(await call(route(), { ...asked, key: charlie }))).toMatchObject({ status: 403, code: "forbidden" });
    expect((await call(route(), { ...asked, key: bob })).status === 403).toBe(role === "admin");
    expect(errorOf(await call(route(), { ...asked, key: null }))).toMatchObject({ status: 401, code: "unauthenticated" });
  });

  test("a key that may only send events reads nothing, an unknown one neither", async () => {
    expect((await call(services, { key: await keyWith("events:write") })).status).toBe(403);
    expect((await call(services, { key: "sk_live_nobody_has_this_key_000" })).status).toBe(401);
  });
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
    ["an unknown field", '{"name":"x","colour":"red","size":1}', 422, { fields: { colour: expect.any(String), size: expect.any(String) } }],
    ["__proto__", '{"name":"x","__proto__":{"admin":true}}', 422, { code: "invalid" }],
    ["an urgency that is none", '{"name":"x","urgencies":{"error":"medium"}}', 422, { fields: { "urgencies.error": expect.any(String) } }],
    ["a severity that is none", '{"name":"x","urgencies":{"fatal":"low"}}', 422, { fields: { "urgencies.fatal": expect.any(String) } }],
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
    expect(errorOf(await call(route, { query }))).toMatchObject({ status: 422, fields: { [field]: expect.any(String) } });
  });

  test("a cursor that no list gave", async () => {
    const { id } = await createIntegration();
    const { id: incidentId } = await openIncident();
    const cursors = ["nonsense", "LTE", Buffer.from("-".repeat(36)).toString("base64url"), Buffer.from("99999999999999:x").toString("base64url")];
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
      expect(errorOf(answered), JSON.stringify(body)).toMatchObject({ status: 422, fields: { [field]: expect.any(String) } });
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
      [assign, { personIds: ["x"] }, "personIds.0"],
      [assign, { personIds: [crypto.randomUUID()] }, "personIds"],
      [notes, {}, "text"],
      [notes, { text: "  " }, "text"],
      [notes, { text: "x".repeat(30_000) }, "text"],
      [acknowledge, { force: true }, "force"],
    ];
    for (const [route, body, field] of wrong) {
      const answered = await call(route, { method: "POST", params: { id }, body });
      expect(errorOf(answered), JSON.stringify(body).slice(0, 80)).toMatchObject({ status: 422, fields: { [field]: expect.any(String) } });
    }
    expect(errorOf(await call(bulkResolve, { method: "POST", body: { ids: [] } }))).toMatchObject({ status: 422, fields: { ids: expect.any(String) } });
  });

  test("a wrong method says which there are, an unknown path where to look", async () => {
    const answered = await call(services, { method: "DELETE" });
    expect(errorOf(answered)).toMatchObject({ status: 405, code: "method_not_allowed" });
    expect(answered.headers.get("allow")).toBe("GET, POST");
    expect((await call(services, { method: "OPTIONS" })).headers.get("allow")).toBe("GET, POST");
    expect(errorOf(await call({ ...nowhere, OPTIONS: nowhere.GET }, {}))).toMatchObject({ status: 404, code: "not_found" });
  });

  test("no answer may be kept by anyone on the way", async () => {
    expect((await call(services)).headers.get("cache-control")).toBe("no-store");
    expect((await call(services, { key: null })).headers.get("cache-control")).toBe("no-store");
  });
});

async function openIncident(): Promise<{ id: string; number: number; serviceId: string }> {
  const { id: integrationId, serviceId } = await createIntegration({ type: "prometheus" });
  await call(sendSample, { method: "POST", params: { id: integrationId } });
  const [found] = listOf(await call(incidents, { query: `?serviceId=${serviceId}` }));
  return { id: String(found?.id), number: Number(found?.number), serviceId };
}
