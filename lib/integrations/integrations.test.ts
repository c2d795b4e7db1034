import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { db } from "#db/client";
import { ForeignCursor } from "#db/queries/cursor";
import { integrationById, integrationsOfService } from "#db/queries/integrations";
import { requestById, requestsOfIntegration } from "#db/queries/requests";
import { auditEntries } from "#db/schema/delivery";
import { integrationKeys, integrations } from "#db/schema/services";
import { testDatabase } from "#db/testing";
import { createService, createIntegration as integrationRow } from "#db/testing-rows";
import type { Actor } from "#db/vocabulary";
import { now as clock, shiftClock } from "#lib/clock";
import { receive } from "#lib/intake/receive";
import { sendSample } from "#lib/intake/send-sample";
import { createIntegration } from "#lib/integrations/create";
import { disableIntegration } from "#lib/integrations/disable";
import { enableIntegration } from "#lib/integrations/enable";
import { readIntegration } from "#lib/integrations/read";
import { removeIntegration } from "#lib/integrations/remove";
import { rotateKey } from "#lib/integrations/rotate-key";
import { updateIntegration } from "#lib/integrations/update";
import { integrationView } from "#lib/integrations/view";
import { log } from "#lib/log";

const alice: Actor = { kind: "person", id: crypto.randomUUID(), name: "Alice" };
const doing = () => ({ actor: alice, now: clock() });
const hourMs = 3_600_000;
const trigger = {
  event_action: "trigger",
  dedup_key: "disk",
  payload: { summary: "Disk is full", source: "db-1", severity: "error" },
};

beforeAll(async () => {
  await testDatabase();
});

describe("creating", () => {
  test("gives a 32-hex key, the address to post to, and never the secret", async () => {
    const service = await createService();
    const made = await createIntegration(
      service.id,
      { type: "prometheus", name: "Prod", signatureSecret: "s3cret" },
      { ...doing(), base: "https://t.example" },
    );
    expect(made).toMatchObject({
      serviceId: service.id,
      key: expect.stringMatching(/^[0-9a-f]{32}$/),
      webhookUrl: `https://t.example/api/integrations/prometheus?integrationId=${made.id}`,
      eventsUrl: "https://t.example/api/events",
      enabled: true,
      hasSignatureSecret: true,
      defaultSeverity: "error",
      rateLimitPerMinute: 120,
      lastRequest: null,
    });
    expect(JSON.stringify([made, await auditOf(made.id)])).not.toContain("s3cret");
    expect(JSON.stringify(await auditOf(made.id))).not.toContain(made.key);
  });

  test("makes a key that opens the Events API", async () => {
    const service = await createService();
    const { key, id } = await createIntegration(service.id, { type: "pagerduty", name: "Events" }, doing());
    expect(await post({ key })).toBe(202);
    expect((await integrationsOfService(service.id, clock())).at(0)).toMatchObject({
      id,
      lastRequest: { outcome: "accepted" },
      usedThisMinute: 1,
    });
  });

  test("refuses a source that is none, a service that is none, and a config the source does not take", async () => {
    const { id } = await createService();
    await expect(createIntegration(id, { type: "carrier-pigeon", name: "x" }, doing())).rejects.toMatchObject({
      code: "invalid",
      fields: { type: expect.any(String) },
    });
    await expect(
      createIntegration(crypto.randomUUID(), { type: "prometheus", name: "x" }, doing()),
    ).rejects.toMatchObject({ code: "not_found" });
    await expect(createIntegration("x", { type: "prometheus", name: "x" }, doing())).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(
      createIntegration(id, { type: "prometheus", name: "x", config: { a: 1 } }, doing()),
    ).rejects.toMatchObject({ code: "invalid" });
    const wrong = { type: "webhook", name: "x", config: { sumaryField: "title", titleField: "x", summaryField: 5 } };
    await expect(createIntegration(id, wrong, doing())).rejects.toMatchObject({
      fields: {
        "config.sumaryField": expect.any(String),
        "config.titleField": expect.any(String),
        "config.summaryField": expect.any(String),
      },
    });
    expect(await integrationsOfService(id, clock())).toEqual([]);
  });
});

describe("changing", () => {
  test("changes what is named and leaves the rest", async () => {
    const { id } = await integrationRow({ type: "webhook", config: { summaryField: "a" } });
    expect(await updateIntegration(id, { name: "New", rateLimitPerMinute: 0 }, doing())).toMatchObject({
      name: "New",
      rateLimitPerMinute: 0,
      config: { summaryField: "a" },
    });
    expect(
      await updateIntegration(id, { config: { summaryField: "b" }, defaultSeverity: "info" }, doing()),
    ).toMatchObject({ config: { summaryField: "b" }, defaultSeverity: "info" });
    await expect(updateIntegration(id, { config: { nonsense: 1 } }, doing())).rejects.toMatchObject({
      code: "invalid",
    });
  });

  test("sets and removes the signature secret, and audits only that there is one", async () => {
    const { id } = await integrationRow();
    expect(await updateIntegration(id, { signatureSecret: "hunter2" }, doing())).toMatchObject({
      hasSignatureSecret: true,
    });
    expect(await updateIntegration(id, { signatureSecret: null }, doing())).toMatchObject({
      hasSignatureSecret: false,
    });
    const audit = JSON.stringify(await auditOf(id));
    expect(audit).not.toContain("hunter2");
    expect(audit).toContain('"hasSignatureSecret":true');
  });

  test("is heard by intake at once: disabled is 403, enabled lets in again, both may be said twice", async () => {
    const { id, key } = await integrationRow();
    expect(await post({ key })).toBe(202);
    expect(await disableIntegration(id, doing())).toMatchObject({ enabled: false, disabledAt: expect.any(Date) });
    const { disabledAt } = await disableIntegration(id, { ...doing(), now: new Date(Date.now() + hourMs) });
    expect(await post({ key })).toBe(403);
    expect(disabledAt?.getTime()).toBeLessThan(Date.now() + hourMs / 2);
    await enableIntegration(id, doing());
    expect(await enableIntegration(id, doing())).toMatchObject({ enabled: true, disabledAt: null });
    expect(await post({ key })).toBe(202);
    expect((await auditOf(id)).map(({ action }) => action)).toEqual(["integration.disabled", "integration.enabled"]);
  });

  test("refuses ids that name nothing", async () => {
    for (const id of [crypto.randomUUID(), "nonsense"]) {
      await expect(updateIntegration(id, {}, doing())).rejects.toMatchObject({ code: "not_found" });
      await expect(rotateKey(id, {}, doing())).rejects.toMatchObject({ code: "not_found" });
      await expect(sendSample(id, {}, doing())).rejects.toMatchObject({ code: "not_found" });
      await expect(removeIntegration(id, doing())).rejects.toMatchObject({ code: "not_found" });
    }
  });
});

describe("rotating the key", () => {
  test("keeps the old key working until its time is over", async () => {
    const { id, key } = await integrationRow();
    const rotated = await rotateKey(id, { overlapHours: 2 }, doing());
    expect(rotated.key).not.toBe(key);
    expect(rotated.previousKeys).toEqual([{ ending: key.slice(-4), expiresAt: rotated.previousKeyValidUntil }]);
    expect([await post({ key }), await post({ key: rotated.key })]).toEqual([202, 202]);
    shiftClock(2 * hourMs + 1);
    try {
      expect([await post({ key }), await post({ key: rotated.key })]).toEqual([401, 202]);
      expect((await readIntegration(id, { now: clock(), showKey: true })).previousKeys).toEqual([]);
    } finally {
      shiftClock(0);
    }
  });

  test("stops the old key at once with no overlap, and never lengthens the life of one rotated before", async () => {
    const { id, key } = await integrationRow();
    const first = await rotateKey(id, { overlapHours: 1 }, doing());
    const second = await rotateKey(id, { overlapHours: 48 }, doing());
    expect(second.previousKeys.map(({ ending }) => ending).sort()).toEqual(
      [key.slice(-4), String(first.key).slice(-4)].sort(),
    );
    expect(second.previousKeys.find(({ ending }) => ending === key.slice(-4))?.expiresAt).toEqual(
      first.previousKeyValidUntil,
    );
    const last = await rotateKey(id, { overlapHours: 0 }, doing());
    expect([await post({ key }), await post({ key: second.key }), await post({ key: last.key })]).toEqual([
      401, 401, 202,
    ]);
  });

  test("leaves one current key, however many rotate at once", async () => {
    const { id } = await integrationRow();
    await Promise.all(Array.from({ length: 8 }, () => rotateKey(id, {}, doing())));
    const keys = await db().select().from(integrationKeys).where(eq(integrationKeys.integrationId, id));
    expect(keys).toHaveLength(9);
    expect(keys.filter(({ expiresAt }) => expiresAt === null)).toHaveLength(1);
  });
});

describe("deleting", () => {
  test("is 404 for senders and readers; the row stays", async () => {
    const { id, key } = await integrationRow();
    await removeIntegration(id, doing());
    expect(await post({ key })).toBe(401);
    expect(await post({ query: `integrationId=${id}` })).toBe(404);
    await expect(readIntegration(id, { now: clock(), showKey: false })).rejects.toMatchObject({ code: "not_found" });
    expect(await db().select().from(integrations).where(eq(integrations.id, id))).toHaveLength(1);
  });
});

describe("the log of requests", () => {
  test("pages newest first and filters by outcome", async () => {
    const { id, key } = await integrationRow();
    for (let n = 0; n < 5; n++) await post({ key });
    await sendSample(id, {}, doing());
    const first = await requestsOfIntegration(id, { limit: 4 });
    const second = await requestsOfIntegration(id, { limit: 4, cursor: first.nextCursor ?? "" });
    const all = [...first.data, ...second.data];
    expect(all).toHaveLength(6);
    expect(new Set(all.map((request) => request.id)).size).toBe(6);
    expect(all.map(({ receivedAt }) => receivedAt.getTime())).toEqual(
      all.map(({ receivedAt }) => receivedAt.getTime()).sort((a, b) => b - a),
    );
    expect((await requestsOfIntegration(id, { outcome: "ignored" })).data).toEqual([]);
    await expect(requestsOfIntegration(id, { cursor: "nonsense" })).rejects.toBeInstanceOf(ForeignCursor);
  });

  test("names the incidents and what each event became, and gives the whole request", async () => {
    const { id, key } = await integrationRow();
    await post({ key });
    const [request] = (await requestsOfIntegration(id)).data;
    expect(request).toMatchObject({
      outcome: "accepted",
      status: 202,
      events: [
        { action: "trigger", dedupKey: "disk", summary: "Disk is full", source: "db-1", severity: "error", links: [] },
      ],
      incidents: [{ id: request?.incidentIds[0], number: expect.any(Number) }],
    });
    const detail = await requestById(id, request?.id ?? "");
    expect(detail).toMatchObject({ method: "POST", path: "/api/events", bodyEncoding: "utf8" });
    expect(JSON.parse(detail?.body ?? "")).toEqual(trigger);
    const other = await integrationRow();
    expect(await requestById(other.id, request?.id ?? "")).toBeUndefined();
    expect(await requestById(id, "nonsense")).toBeUndefined();
  });
});

test("an integration whose key cannot be opened is shown, and can be given a new one", async () => {
  const { id } = await integrationRow();
  await db()
    .update(integrationKeys)
    .set({ sealedKey: Buffer.from("sealed with another secret, long enough") })
    .where(eq(integrationKeys.integrationId, id));
  const level = log.level;
  log.level = "silent";
  try {
    expect(await readIntegration(id, { now: clock(), showKey: true })).toMatchObject({ key: null });
    expect(await rotateKey(id, {}, doing())).toMatchObject({
      key: expect.any(String),
      previousKeys: [{ ending: "????" }],
    });
  } finally {
    log.level = level;
  }
});

test("a view without keys has none, whether it is current or rotated", async () => {
  const { id } = await integrationRow();
  await rotateKey(id, {}, doing());
  const row = await integrationById(id, clock());
  expect(row && integrationView(row, { showKey: false })).toMatchObject({ key: null, previousKeys: [] });
});

async function post({ key, query = "" }: { key?: string | null; query?: string }): Promise<number> {
  const headers = { "content-type": "application/json", ...(key && { authorization: `Token token=${key}` }) };
  const path = query ? "/api/integrations/pagerduty" : "/api/events";
  const answer = await receive({
    method: "POST",
    path,
    query,
    headers,
    body: Buffer.from(JSON.stringify(trigger)),
    ip: "192.0.2.1",
  });
  return answer.status;
}

function auditOf(id: string) {
  return db().select().from(auditEntries).where(eq(auditEntries.objectId, id)).orderBy(auditEntries.id);
}
