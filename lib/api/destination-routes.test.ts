import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { db } from "#db/client";
import { auditEntries, deliveries, platformEvents } from "#db/schema/delivery";
import { testDatabase } from "#db/testing";
import { channelAnswer } from "#lib/api/schemas/catalogues";
import { aliceKey, call, errorOf, exactly, keyWith, listOf } from "#lib/api/testing";
import {
  checkAnswer,
  countAnswer,
  deliveryAnswer,
  deliveryDetailAnswer,
  destinationAnswer,
  testAnswer,
} from "#lib/destinations/schema";
import * as channels from "../../app/api/v1/channels/route.ts";
import * as replay from "../../app/api/v1/deliveries/[id]/replay/route.ts";
import * as delivery from "../../app/api/v1/deliveries/[id]/route.ts";
import * as tryNow from "../../app/api/v1/deliveries/[id]/try-now/route.ts";
import * as checkOne from "../../app/api/v1/destinations/[id]/check/route.ts";
import * as log from "../../app/api/v1/destinations/[id]/deliveries/route.ts";
import * as disable from "../../app/api/v1/destinations/[id]/disable/route.ts";
import * as enable from "../../app/api/v1/destinations/[id]/enable/route.ts";
import * as replayFailed from "../../app/api/v1/destinations/[id]/replay-failed/route.ts";
import * as destination from "../../app/api/v1/destinations/[id]/route.ts";
import * as tryOut from "../../app/api/v1/destinations/[id]/test/route.ts";
import * as checkConfig from "../../app/api/v1/destinations/check/route.ts";
import * as destinations from "../../app/api/v1/destinations/route.ts";
import * as tryConfig from "../../app/api/v1/destinations/test/route.ts";

process.env.TOCSIN_API_KEY = aliceKey;
process.env.TOCSIN_EGRESS_ALLOW = "127.0.0.1/32";

const received: string[] = [];
const receiver = createServer((request, response) => {
  received.push(`${request.method} ${request.url}`);
  const isEcho = request.url?.startsWith("/echo");
  response
    .writeHead(request.url === "/broken" || isEcho ? 500 : 200)
    .end(
      isEcho ? `Cannot POST ${request.url} (${new URL(`http://x${request.url}`).searchParams.get("token")})` : "thanks",
    );
});
let base = "";
let bob = "";
let charlie = "";

beforeAll(async () => {
  await testDatabase();
  bob = await keyWith("write");
  charlie = await keyWith("read");
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
});

afterAll(() => {
  receiver.close();
});

describe("destinations", () => {
  test("are added, read, listed, changed, switched and deleted, and never show their secrets", async () => {
    const config = {
      url: `${base}/ok`,
      secret: "whsec_dGhpcyBpcyBhIHNlY3JldA==",
      headers: { Authorization: "Bearer hush" },
    };
    const made = await call(destinations, {
      method: "POST",
      body: { type: "webhook", name: "Status page", config, events: ["incident.triggered"] },
    });
    expect(made.status).toBe(201);
    const { id } = exactly(destinationAnswer, made.body);
    expect(made.body).toMatchObject({ events: ["incident.triggered"], enabled: true, config: { url: `${base}/ok` } });
    const seen = [made, await call(destination, { params: { id } }), await call(destinations, { key: bob })];
    expect(JSON.stringify(seen.map(({ body }) => body))).not.toMatch(/hush|dGhpcyBp/);
    const as = (method: "PATCH" | "DELETE", body?: unknown) => call(destination, { method, params: { id }, body });
    expect((await as("PATCH", { name: "Other", events: [] })).body).toMatchObject({
      name: "Other",
      events: [],
      secrets: { secret: true },
    });
    expect((await as("PATCH", { enabled: false })).body).toMatchObject({ enabled: false });
    expect((await call(enable, { method: "POST", params: { id } })).body).toMatchObject({ enabled: true });
    expect((await call(disable, { method: "POST", params: { id } })).body).toMatchObject({
      enabled: false,
      disabledAt: expect.any(String),
    });
    expect((await as("DELETE")).status).toBe(204);
    expect((await call(destination, { params: { id } })).status).toBe(404);
  });

  test("show what stands in the query of their address to admins only, and to nobody in the log", async () => {
    const token = "s3cret/t0ken value";
    const url = `${base}/echo?token=${encodeURIComponent(token)}&room=7`;
    const config = { url };
    const made = await call(destinations, { method: "POST", body: { type: "webhook", name: "Chat", config } });
    const { id } = exactly(destinationAnswer, made.body);
    const tested = await call(tryOut, { method: "POST", params: { id } });
    const params = { id: String(exactly(testAnswer, tested.body).deliveryId) };
    const kept = [await call(log, { params: { id } }), await call(delivery, { params })];
    const seenByBob = [await call(destinations, { key: bob }), await call(destination, { params: { id }, key: bob })];
    const seen = JSON.stringify([tested, ...kept, ...seenByBob].map(({ body }) => body));
    for (const secret of [token, encodeURIComponent(token), "s3cret"]) expect(seen).not.toContain(secret);
    expect(seenByBob[1]?.body.config).toMatchObject({ url: `${base}/echo?token=[hidden]&room=[hidden]` });
    expect(kept[1]?.body).toMatchObject({
      attempts: [{ request: { url: `${base}/echo?token=[hidden]&room=[hidden]` } }],
    });

    const asAdmin = await call(destination, { params: { id } });
    expect(asAdmin.body.config).toMatchObject(config);
    const sentBack = await call(destination, {
      method: "PATCH",
      params: { id },
      body: { config: asAdmin.body.config },
    });
    expect(sentBack.body.config).toMatchObject(config);
    const audited = JSON.stringify(await db().select().from(auditEntries).where(eq(auditEntries.objectId, id)));
    expect(audited).toContain("token=[hidden]");
    expect(audited).not.toContain("s3cret");
  });

  test("have their credentials checked before and after they are saved, where the channel can", async () => {
    // Nobody listens there.
    const config = { to: "a@example.com", from: "b@example.com", host: "127.0.0.1", port: 1, security: "none" };
    const body = { type: "email", config };
    const unsaved = await call(checkConfig, { method: "POST", body });
    expect(exactly(checkAnswer, unsaved.body)).toMatchObject({ passed: false, class: "connection_refused" });
    const { id } = exactly(
      destinationAnswer,
      (await call(destinations, { method: "POST", body: { ...body, name: "Mail" } })).body,
    );
    const saved = await call(checkOne, { method: "POST", params: { id } });
    expect(exactly(checkAnswer, saved.body)).toMatchObject({ passed: false, class: "connection_refused" });
    const webhook = await makeDestination("/ok");
    expect((await call(checkOne, { method: "POST", params: { id: webhook } })).status).toBe(409);
  });

  test("are tested before and after they are saved, and the log has the attempt", async () => {
    const unsaved = await call(tryConfig, {
      method: "POST",
      body: { type: "webhook", config: { url: `${base}/unsaved` } },
    });
    expect(exactly(testAnswer, unsaved.body)).toMatchObject({ delivered: true, status: 200, deliveryId: null });
    const broken = await makeDestination("/broken");
    const failed = await call(tryOut, { method: "POST", params: { id: broken } });
    expect(failed.status).toBe(200);
    const { deliveryId } = exactly(testAnswer, failed.body);
    expect(failed.body).toMatchObject({ delivered: false, status: 500, class: "refused_status" });
    const read = await call(delivery, { params: { id: String(deliveryId) } });
    expect(exactly(deliveryDetailAnswer, read.body)).toMatchObject({
      kind: "test",
      state: "exhausted",
      attempts: [{ n: 1, status: 500, request: { url: `${base}/broken` } }],
    });
    expect(received).toEqual(expect.arrayContaining(["POST /unsaved", "POST /broken"]));
    expect(errorOf(await call(replay, { method: "POST", params: { id: String(deliveryId) } }))).toMatchObject({
      status: 409,
    });
  });

  test.each([
    [{}, "type"],
    [{ type: "webhook" }, "name"],
    [{ type: "webhook", name: "x" }, "config"],
    [{ type: "smoke-signals", name: "x", config: {} }, "type"],
    [{ type: "webhook", name: "x", config: {} }, "config.url"],
    [{ type: "webhook", name: "x", config: { url: "nowhere" } }, "config.url"],
    [{ type: "webhook", name: "x", config: { url: 7 } }, "config.url"],
    [{ type: "webhook", name: "x", config: { url: "https://x.example", colour: "red" } }, "config.colour"],
    [{ type: "webhook", name: "x", config: { url: "https://x.example" }, events: ["incident.exploded"] }, "events"],
    [{ type: "webhook", name: "x", config: { url: "https://x.example" }, events: "all" }, "events"],
    [{ type: "webhook", name: " ", config: { url: "https://x.example" } }, "name"],
    [{ type: "webhook", name: "x", config: { url: "https://x.example", secret: "a\0b" } }, "config.secret"],
    [{ type: "webhook", name: "x", config: { url: "https://x.example" }, secret: "x" }, "secret"],
  ])("are refused when they do not fit: %j", async (body, field) => {
    expect(errorOf(await call(destinations, { method: "POST", body }))).toMatchObject({
      status: 422,
      fields: { [field]: expect.any(String) },
    });
  });
});

describe("deliveries", () => {
  test("are listed newest first, page by page, by state", async () => {
    const id = await makeDestination("/ok");
    const numbers = [
      await makeDelivery(id, "delivered"),
      await makeDelivery(id, "exhausted"),
      await makeDelivery(id, "pending"),
    ];
    const first = await call(log, { params: { id }, query: "?limit=2", key: bob });
    const second = await call(log, { params: { id }, query: `?limit=2&cursor=${first.body.nextCursor}` });
    expect([...listOf(first), ...listOf(second)].map((row) => exactly(deliveryAnswer, row).id)).toEqual(
      numbers.toReversed(),
    );
    expect(listOf(await call(log, { params: { id }, query: "?state=exhausted" }))).toHaveLength(1);
    expect(errorOf(await call(log, { params: { id }, query: "?state=lost" }))).toMatchObject({ status: 422 });
    expect(errorOf(await call(log, { params: { id }, query: "?cursor=x" }))).toMatchObject({ status: 400 });
  });

  test("that failed are sent again, one or all; one that waits is made due", async () => {
    const id = await makeDestination("/ok");
    const failed = await makeDelivery(id, "exhausted");
    await makeDelivery(id, "discarded");
    expect(exactly(countAnswer, (await call(replayFailed, { params: { id } })).body)).toEqual({ count: 2 });
    const again = await call(replay, { method: "POST", params: { id: failed }, key: bob });
    expect(exactly(deliveryDetailAnswer, again.body)).toMatchObject({ kind: "replay", state: "pending", attempts: [] });
    expect((await call(tryNow, { method: "POST", params: { id: String(again.body.id) } })).status).toBe(200);
    expect(
      (await call(replayFailed, { method: "POST", params: { id }, body: { since: "2020-01-01T00:00:00Z" }, key: bob }))
        .body,
    ).toEqual({ count: 1 });
    expect((await call(replayFailed, { params: { id } })).body).toEqual({ count: 0 });
  });

  test("by an id that is none are 404", async () => {
    for (const id of ["nonsense", "-1", "1e3", "0", "9".repeat(30), crypto.randomUUID(), "\0"]) {
      expect(errorOf(await call(delivery, { params: { id } }))).toMatchObject({ status: 404, code: "not_found" });
      expect(errorOf(await call(replay, { method: "POST", params: { id } }))).toMatchObject({ status: 404 });
      expect(errorOf(await call(tryNow, { method: "POST", params: { id } }))).toMatchObject({ status: 404 });
      for (const route of [log, replayFailed, destination])
        expect(errorOf(await call(route, { params: { id } }))).toMatchObject({ status: 404 });
      for (const route of [tryOut, enable, disable, replayFailed]) {
        expect(errorOf(await call(route, { method: "POST", params: { id }, body: {} }))).toMatchObject({ status: 404 });
      }
      expect(errorOf(await call(destination, { method: "PATCH", params: { id }, body: { name: "x" } }))).toMatchObject({
        status: 404,
      });
      expect(errorOf(await call(destination, { method: "DELETE", params: { id } }))).toMatchObject({ status: 404 });
    }
  });
});

test("the catalogue of channels has what a form needs", async () => {
  const cards = listOf(await call(channels, { key: charlie })).map((card) => exactly(channelAnswer, card));
  expect(cards.find(({ id }) => id === "webhook")?.fields).toContainEqual(
    expect.objectContaining({ name: "url", required: true }),
  );
});

test.each([
  ["see them", () => destinations, "GET", "responder"],
  ["see one", () => destination, "GET", "responder"],
  ["see its log", () => log, "GET", "responder"],
  ["add one", () => destinations, "POST", "admin"],
  ["change one", () => destination, "PATCH", "admin"],
  ["delete one", () => destination, "DELETE", "admin"],
  ["test one", () => tryOut, "POST", "admin"],
  ["test a config", () => tryConfig, "POST", "admin"],
  ["check one", () => checkOne, "POST", "admin"],
  ["check a config", () => checkConfig, "POST", "admin"],
  ["enable one", () => enable, "POST", "admin"],
  ["disable one", () => disable, "POST", "admin"],
  ["replay what failed", () => replayFailed, "POST", "responder"],
  ["replay one delivery", () => replay, "POST", "responder"],
  ["make a delivery due", () => tryNow, "POST", "responder"],
] as const)("to %s needs the role", async (_, route, method, role) => {
  const asked = { method, params: { id: crypto.randomUUID() }, ...(method !== "GET" && { body: {} }) };
  expect((await call(route(), { ...asked, key: charlie })).status).toBe(403);
  expect((await call(route(), { ...asked, key: bob })).status === 403).toBe(role === "admin");
  expect((await call(route(), { ...asked, key: null })).status).toBe(401);
});

async function makeDestination(where: string): Promise<string> {
  const made = await call(destinations, {
    method: "POST",
    body: { type: "webhook", name: `To ${where}`, config: { url: `${base}${where}` }, events: [] },
  });
  return String(made.body.id);
}

async function makeDelivery(
  destinationId: string,
  state: "pending" | "delivered" | "exhausted" | "discarded",
): Promise<string> {
  const now = new Date();
  const actor = { kind: "person", id: null, name: "Alice" };
  const [event] = await db()
    .insert(platformEvents)
    .values({
      type: "system.user_created",
      payload: { actor, summary: "Dora was invited", subject: {} },
      occurredAt: now,
      dispatchedAt: now,
    })
    .returning();
  const [row] = await db()
    .insert(deliveries)
    .values({ eventId: String(event?.id), destinationId, kind: "event", state, createdAt: now, dueAt: now })
    .returning();
  return String(row?.id);
}
