import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "#db/testing";
import { createIntegration } from "#db/testing-rows";
import { replayPreviewAnswer } from "#lib/api/schemas/replay";
import { aliceKey, call, errorOf, exactly, keyWith } from "#lib/api/testing";
import { requestDetailAnswer } from "#lib/integrations/schema";
import { type Integration, latest, post } from "#lib/requests/testing-replays";
import * as opening from "../../app/api/v1/integrations/[id]/requests/[requestId]/open/route.ts";
import * as draft from "../../app/api/v1/integrations/[id]/requests/[requestId]/replay/preview/route.ts";
import * as replay from "../../app/api/v1/integrations/[id]/requests/[requestId]/replay/route.ts";

process.env.TOCSIN_API_KEY = aliceKey;

let bob = "";
let charlie = "";
let hook: Integration;

beforeAll(async () => {
  await testDatabase();
  bob = await keyWith("write");
  charlie = await keyWith("read");
  hook = await createIntegration({ type: "webhook" });
});

const refusedRequest = async () => {
  await post(hook, { ticket: { headline: "Queue is stuck" } });
  return { id: hook.id, requestId: (await latest(hook)).id };
};

test("a request is previewed, with the settings and with a draft of them, and replayed", async () => {
  await post(hook, { title: "Disk is full", dedup_key: "disk" });
  const params = { id: hook.id, requestId: (await latest(hook)).id };
  const preview = await call(replay, { params, key: bob });
  expect(exactly(replayPreviewAnswer, preview.body)).toMatchObject({
    differs: false,
    events: [{ change: "same", effect: { does: "adds", incident: { number: expect.any(Number) } } }],
  });
  const tried = await call(draft, {
    method: "POST",
    params,
    key: bob,
    body: { config: { dedupKeyField: "title" } },
  });
  expect(exactly(replayPreviewAnswer, tried.body)).toMatchObject({ differs: true, events: [{ change: "changed" }] });
  const replayed = await call(replay, { method: "POST", params, key: bob });
  expect(replayed.status).toBe(200);
  expect(exactly(requestDetailAnswer, replayed.body)).toMatchObject({
    replayOf: params.requestId,
    outcome: "accepted",
    reason: "Replayed by Key to write.",
  });
});

test("what cannot be replayed is refused with the reason that the preview gave", async () => {
  const params = await refusedRequest();
  const { obstacle } = exactly(replayPreviewAnswer, (await call(replay, { params })).body);
  expect(errorOf(await call(replay, { method: "POST", params }))).toMatchObject({
    status: 409,
    code: "conflict",
    message: obstacle,
  });
});

test("a draft that the source does not take is refused by field", async () => {
  const params = await refusedRequest();
  const tried = { method: "POST", params, body: { config: { summaryField: 7 } } } as const;
  expect(errorOf(await call(draft, tried))).toMatchObject({
    status: 422,
    fields: { "config.summaryField": expect.any(String) },
  });
});

describe("who may do what", () => {
  test.each([
    ["preview a replay", () => replay, "GET"],
    ["preview one with a draft", () => draft, "POST"],
    ["replay", () => replay, "POST"],
  ] as const)("to %s one must be a responder", async (_, route, method) => {
    const params = { id: randomUUID(), requestId: randomUUID() };
    const asked = { method, params, ...(method === "POST" && { body: route() === draft ? { config: {} } : {} }) };
    expect(errorOf(await call(route(), { ...asked, key: charlie }))).toMatchObject({ status: 403 });
    expect(errorOf(await call(route(), { ...asked, key: null }))).toMatchObject({ status: 401 });
    expect(errorOf(await call(route(), { ...asked, key: bob }))).toMatchObject({ status: 404 });
  });
});

test("a trigger that came after its resolve is opened all the same, by who may respond", async () => {
  const disk = { title: "Disk is full", dedup_key: "late disk", timestamp: "2026-03-01T03:00:00Z" };
  await post(hook, { ...disk, status: "ok", timestamp: "2026-03-01T03:05:00Z" });
  await post(hook, disk);
  const params = { id: hook.id, requestId: (await latest(hook)).id };
  expect(errorOf(await call(opening, { method: "POST", params, key: charlie }))).toMatchObject({ status: 403 });
  const opened = await call(opening, { method: "POST", params, key: bob });
  expect(exactly(requestDetailAnswer, opened.body)).toMatchObject({
    replayOf: params.requestId,
    incidents: [{ number: expect.any(Number) }],
    unopened: [],
  });
  expect(errorOf(await call(opening, { method: "POST", params, key: bob }))).toMatchObject({ status: 409 });
});
