import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "#db/testing";
import { createIntegration, createPerson, createService } from "#db/testing-rows";
import { aliceKey, call, errorOf, exactly, keyWith, listOf } from "#lib/api/testing";
import {
  integrationAnswer,
  requestAnswer,
  requestDetailAnswer,
  rotatedAnswer,
  sampleAnswer,
  secretAnswer,
} from "#lib/integrations/schema";
import { serviceAnswer } from "#lib/services/schema";
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
    const { id } = exactly(serviceAnswer, made.body);
    expect(made.headers.get("location")).toBe(`/api/v1/services/${id}`);
    expect((await call(service, { params: { id } })).body).toEqual(made.body);
    expect((await call(services, { query: "?q=paym" })).body).toEqual({ data: [made.body], nextCursor: null });
    expect(
      (await call(service, { method: "PATCH", params: { id }, body: { description: "Cards" } })).body,
    ).toMatchObject({ description: "Cards" });
    expect(await call(service, { method: "DELETE", params: { id } })).toMatchObject({ status: 204, body: {} });
    expect(errorOf(await call(service, { params: { id } }))).toMatchObject({ status: 404, code: "not_found" });
  });

  test("say which name is taken", async () => {
    await createService({ name: "Taken" });
    expect(errorOf(await call(services, { method: "POST", body: { name: "taken" } }))).toMatchObject({
      status: 409,
      code: "conflict",
      fields: { name: expect.any(String) },
    });
  });
});

describe("integrations", () => {
  test("are added, read, changed, rotated, switched and deleted", async () => {
    const { id: serviceId } = await createService();
    const made = await call(serviceIntegrations, {
      method: "POST",
      params: { id: serviceId },
      body: { type: "prometheus", name: "Prod" },
    });
    expect(made.status).toBe(201);
    const { id, key, webhookUrl } = exactly(integrationAnswer, made.body);
    expect(webhookUrl).toBe(`http://tocsin.test/api/integrations/prometheus?integrationId=${id}`);
    expect((await call(integration, { params: { id } })).body).toEqual(made.body);
    expect((await call(serviceIntegrations, { params: { id: serviceId } })).body.data).toEqual([made.body]);
    expect((await call(integration, { method: "PATCH", params: { id }, body: { enabled: false } })).body).toMatchObject(
      { enabled: false },
    );
    expect((await call(enable, { method: "POST", params: { id } })).body).toMatchObject({ enabled: true });
    expect((await call(disable, { method: "POST", params: { id }, body: {} })).body).toMatchObject({ enabled: false });
    const rotated = exactly(
      rotatedAnswer,
      (await call(rotateKey, { method: "POST", params: { id }, body: { overlapHours: 1 } })).body,
    );
    expect(rotated.key).not.toBe(key);
    const withSecret = exactly(secretAnswer, (await call(signatureSecret, { method: "POST", params: { id } })).body);
    expect(withSecret).toMatchObject({
      hasSignatureSecret: true,
      signatureSecret: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect((await call(integration, { method: "DELETE", params: { id } })).status).toBe(204);
    expect((await call(integration, { params: { id } })).status).toBe(404);
  });

  test("show what came, after a sample was sent", async () => {
    const { id } = await createIntegration({ type: "prometheus" });
    const sent = await call(sendSample, { method: "POST", params: { id } });
    expect(exactly(sampleAnswer, sent.body).status).toBeLessThan(300);
    const [first] = listOf(await call(requests, { params: { id }, query: "?outcome=accepted" }));
    expect(exactly(requestAnswer, first)).toMatchObject({
      outcome: "accepted",
      incidents: [{ number: expect.any(Number) }],
    });
    const detail = await call(request, { params: { id, requestId: String(first?.id) } });
    expect(exactly(requestDetailAnswer, detail.body).bodyEncoding).toBe("utf8");
    expect((await call(request, { params: { id, requestId: crypto.randomUUID() } })).status).toBe(404);
  });

  test("are kept from Charlie, who could open incidents with no more than an id", async () => {
    const { id, serviceId, key } = await createIntegration();
    const seen = [
      await call(integration, { params: { id }, key: charlie }),
      await call(serviceIntegrations, { params: { id: serviceId }, key: charlie }),
      await call(requests, { params: { id }, key: charlie }),
      await call(request, { params: { id, requestId: crypto.randomUUID() }, key: charlie }),
    ];
    expect(seen.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
    expect((await call(integration, { params: { id }, key: bob })).body).toMatchObject({ key });
  });
});

test("the catalogue of sources holds what forms and docs need", async () => {
  const [first] = listOf(await call(sources, { key: charlie }));
  expect(first).toMatchObject({
    id: "prometheus",
    setup: expect.stringContaining("{url}"),
    samples: expect.any(Array),
    fields: expect.any(Array),
  });
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
  ] as const;

  test.each(changes)("to %s one needs the role", async (_, route, method, role) => {
    const asked = { method, params: { id: crypto.randomUUID() }, body: {} };
    expect(errorOf(await call(route(), { ...asked, key: charlie }))).toMatchObject({ status: 403, code: "forbidden" });
    expect((await call(route(), { ...asked, key: bob })).status === 403).toBe(role === "admin");
    expect(errorOf(await call(route(), { ...asked, key: null }))).toMatchObject({
      status: 401,
      code: "unauthenticated",
    });
  });

  test("a key that may only send events reads nothing, an unknown one neither", async () => {
    expect((await call(services, { key: await keyWith("events:write") })).status).toBe(403);
    expect((await call(services, { key: "sk_live_nobody_has_this_key_000" })).status).toBe(401);
  });
});
