import { createHmac, randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { db, sql } from "#db/client";
import { integrations } from "#db/schema/services";
import { testDatabase } from "#db/testing";
import { createIntegration } from "#db/testing-rows";
import { type Mount, mounts, type Sent } from "#lib/doors/testing-mounts";
import { forgetIntegration } from "#lib/intake/authenticate";
import { seal } from "#lib/seal";
import { startMinute } from "#lib/testing-minute";

const apiKey = `sk_live_${"a".repeat(32)}`;

beforeAll(async () => {
  process.env.TOCSIN_API_KEY = apiKey;
  await testDatabase();
});

const incidents = (key: string) => sql()`select * from incidents where dedup_key = ${key} order by number`;

describe.each(Object.entries(mounts))("through %s", (_, open) => {
  let mount: Mount;
  let events: Awaited<ReturnType<typeof createIntegration>>;
  beforeAll(async () => {
    mount = await open();
    events = await createIntegration({ type: "pagerduty", rateLimitPerMinute: 0 });
  });
  afterAll(() => mount.close());

  const trigger = (dedupKey: string, more: object = {}) => ({
    event_action: "trigger",
    dedup_key: dedupKey,
    payload: { summary: "High CPU on web-01", source: "web-01", severity: "critical" },
    ...more,
  });
  const post = (path: string, body: unknown, headers: Sent["headers"] = {}) =>
    mount.send({ path, body: JSON.stringify(body), headers });

  test.each(["/v2/enqueue", "/v2/enqueue/", "/api/events", "/api/events/", "/api/integrations/pagerduty/v2/enqueue"])(
    "a PagerDuty client that knows only %s and its routing key opens, acknowledges and resolves",
    async (path) => {
      const key = randomUUID();
      const send = (action: string) => post(path, { ...trigger(key), routing_key: events.key, event_action: action });
      expect(await send("trigger")).toMatchObject({
        status: 202,
        body: { status: "success", message: "Event processed", dedup_key: key },
      });
      await send("acknowledge");
      expect(await incidents(key)).toMatchObject([
        { status: "acknowledged", title: "High CPU on web-01", severity: "critical", source: "web-01" },
      ]);
      await send("resolve");
      expect(await incidents(key)).toMatchObject([{ status: "resolved" }]);
    },
  );

  test.each<[string, (key: string, id: string) => Sent]>([
    [
      "the header of document 004",
      (key) => ({ path: "/api/events", headers: { authorization: `Token token=${key}` } }),
    ],
    ["the header with quotes", (key) => ({ path: "/api/events", headers: { authorization: `Token token="${key}"` } })],
    ["a bearer token", (key) => ({ path: "/api/events", headers: { authorization: `Bearer ${key}` } })],
    ["GenieKey", (key) => ({ path: "/api/events", headers: { authorization: `GenieKey ${key}` } })],
    [
      "the password of Basic",
      (key) => ({ path: "/api/events", headers: { authorization: `Basic ${btoa(`tocsin:${key}`)}` } }),
    ],
    [
      "the user name of Basic",
      (key) => ({ path: "/api/events", headers: { authorization: `Basic ${btoa(`${key}:`)}` } }),
    ],
    ["X-Integration-Key", (key) => ({ path: "/api/events", headers: { "x-integration-key": key } })],
    ["X-Api-Key", (key) => ({ path: "/api/events", headers: { "x-api-key": key } })],
    ["a query parameter", (key) => ({ path: `/api/events?key=${key}` })],
    ["the path", (key) => ({ path: `/api/integrations/pagerduty/${key}` })],
    ["the id in the query", (_, id) => ({ path: `/api/integrations/pagerduty?integrationId=${id}` })],
    ["the id in the path", (_, id) => ({ path: `/api/integrations/pagerduty/${id}/` })],
    ["the id and the key", (key, id) => ({ path: `/api/integrations/pagerduty?integrationId=${id}&key=${key}` })],
  ])("%s says which integration it is", async (_, request) => {
    const key = randomUUID();
    const { path, headers } = request(events.key, events.id);
    expect(await post(path, trigger(key), headers)).toMatchObject({ status: 202, body: { dedup_key: key } });
    expect(await incidents(key)).toMatchObject([{ dedup_scope: events.id }]);
  });

  test("an API key with the service in the body opens an incident on that service", async () => {
    const key = randomUUID();
    const answer = await post("/api/events", trigger(key, { service_id: events.serviceId }), {
      authorization: `Bearer ${apiKey}`,
    });
    expect(answer.status).toBe(202);
    expect(await incidents(key)).toMatchObject([{ service_id: events.serviceId, dedup_scope: events.serviceId }]);
  });

  test("a trigger without a dedup key gets one, which resolves it", async () => {
    const opened = await post("/api/events", { ...trigger(""), dedup_key: undefined, routing_key: events.key });
    const key = String(opened.body.dedup_key);
    expect(key).toMatch(/^[0-9a-f]{32}$/);
    await post("/api/events", { event_action: "resolve", dedup_key: key, routing_key: events.key });
    expect(await incidents(key)).toMatchObject([{ status: "resolved" }]);
  });

  test("a dedup key longer than 255 characters meets its resolve", async () => {
    const long = "k".repeat(3_000) + randomUUID();
    const opened = await post("/api/events", { ...trigger(long), routing_key: events.key });
    expect(String(opened.body.dedup_key)).toHaveLength(64);
    await post("/api/events", { event_action: "resolve", dedup_key: long, routing_key: events.key });
    expect(await incidents(String(opened.body.dedup_key))).toMatchObject([{ status: "resolved" }]);
  });

  test("a signed integration takes the right signature and refuses a wrong or missing one", async () => {
    const id = randomUUID();
    const signatureSecret = Buffer.from(seal("s3cret", `integrations:${id}:signature_secret`));
    await createIntegration({ id, type: "webhook", signatureSecret });
    const body = JSON.stringify({ title: "Signed", dedup_key: id });
    const hex = createHmac("sha256", "s3cret").update(body).digest("hex");
    const send = (headers: Sent["headers"]) =>
      mount.send({ path: `/api/integrations/webhook?integrationId=${id}`, body, headers });
    expect((await send({})).status).toBe(401);
    expect(
      (await send({ "x-signature": `sha256=${hex.replace(/^./, (first) => (first === "0" ? "1" : "0"))}` })).status,
    ).toBe(401);
    expect(await incidents(id)).toEqual([]);
    expect((await send({ "x-signature": `sha256=${hex}` })).status).toBe(202);
    expect((await send({ "x-webhook-signature": hex })).status).toBe(202);
    expect(await incidents(id)).toMatchObject([{ alert_count: 2 }]);
  });

  test("several alerts of one request become several incidents, and one bad element does not lose the others", async () => {
    const prometheus = await createIntegration({ type: "prometheus" });
    const alert = (name: string, status: string) => ({
      status,
      labels: { alertname: name },
      annotations: {},
      fingerprint: name + prometheus.id,
    });
    const body = {
      alerts: [alert("One", "firing"), { status: "firing" }, alert("Two", "firing"), alert("Three", "resolved")],
    };
    const answer = await post(`/api/integrations/prometheus?integrationId=${prometheus.id}`, body);
    expect(answer).toMatchObject({
      status: 202,
      body: { status: "accepted", problems: [expect.stringContaining("alerts.1")] },
    });
    expect(await sql()`select title from incidents where dedup_scope = ${prometheus.id} order by title`).toEqual([
      { title: "One" },
      { title: "Two" },
    ]);
    const [kept] =
      await sql()`select outcome, events, incident_ids from requests where integration_id = ${prometheus.id}`;
    expect(kept).toMatchObject({
      outcome: "accepted",
      events: [{ action: "trigger" }, { action: "trigger" }, { action: "resolve" }],
    });
    expect(kept?.incident_ids).toHaveLength(2);
  });

  test("a request that triggers and resolves the same key ends resolved", async () => {
    const hook = await createIntegration({ type: "webhook" });
    const step = (status: string) => ({ title: "Flap", dedup_key: "flap", status });
    const answer = await post(`/api/integrations/webhook/${hook.id}`, [
      step("firing"),
      step("ok"),
      step("firing"),
      step("ok"),
    ]);
    expect(answer.status).toBe(202);
    const rows = await sql()`select status, alert_count from incidents where dedup_scope = ${hook.id}`;
    expect(rows).toEqual([
      { status: "resolved", alert_count: 1 },
      { status: "resolved", alert_count: 1 },
    ]);
    expect(await sql()`select from requests where integration_id = ${hook.id}`).toHaveLength(1);
  });

  test("fifty triggers of one new key at once open one incident with fifty alerts", async () => {
    const key = randomUUID();
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => post("/api/events", { ...trigger(key), routing_key: events.key })),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(50).fill(202));
    expect(await incidents(key)).toMatchObject([{ alert_count: 50 }]);
    expect(await sql()`select from alerts where dedup_key = ${key}`).toHaveLength(50);
  });

  test("a trigger and its resolve a millisecond later never leave an incident open, 500 times", async () => {
    const run = randomUUID();
    const pair = async (at: number) => {
      const send = (action: string) =>
        post("/api/events", { ...trigger(`${run}-${at}`), routing_key: events.key, event_action: action });
      const opened = send("trigger");
      await new Promise((resolve) => setTimeout(resolve, 1));
      await Promise.all([opened, send("resolve")]);
    };
    for (let at = 0; at < 500; at += 10)
      await Promise.all(Array.from({ length: 10 }, (_, offset) => pair(at + offset)));
    const rows =
      await sql()`select status, count(*)::int as n from incidents where dedup_key like ${`${run}%`} group by status`;
    expect(rows).toEqual([{ status: "resolved", n: 500 }]);
  });

  test("over the limit an Events API client is told 429 with Retry-After, and a resolve still gets in", async () => {
    startMinute();
    const limited = await createIntegration({ type: "pagerduty", rateLimitPerMinute: 2 });
    const send = (key: string, action: string) =>
      post("/api/events", { ...trigger(key), routing_key: limited.key, event_action: action });
    await send("one", "trigger");
    await send("two", "trigger");
    const over = await send("three", "trigger");
    expect(over.status).toBe(429);
    expect(Number(over.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(over.text).toMatch(/limit/);
    expect((await send("one", "resolve")).status).toBe(202);
    expect(
      await sql()`select dedup_key, status from incidents where dedup_scope = ${limited.id} order by number`,
    ).toEqual([
      { dedup_key: "one", status: "resolved" },
      { dedup_key: "two", status: "triggered" },
    ]);
  });

  test("requests without a valid key are not charged to the integration's limit", async () => {
    startMinute();
    const limited = await createIntegration({ type: "prometheus", rateLimitPerMinute: 1 });
    for (let turn = 0; turn < 5; turn++)
      await post(`/api/integrations/prometheus?integrationId=${limited.id}&key=${"0".repeat(32)}`, {});
    const body = { alerts: [{ status: "firing", labels: { alertname: "A" } }] };
    expect((await post(`/api/integrations/prometheus?integrationId=${limited.id}`, body)).status).toBe(202);
    const over = await post(`/api/integrations/prometheus?integrationId=${limited.id}`, body);
    expect([over.status, over.text]).toEqual([202, expect.stringContaining("over its limit")]);
  });

  test("an integration disabled behind intake's back is refused, and taken again when it is enabled", async () => {
    const hook = await createIntegration({ type: "webhook" });
    const send = () => post(`/api/integrations/webhook/${hook.id}`, { title: "Hello", dedup_key: hook.id });
    await send();
    await db().update(integrations).set({ disabledAt: new Date() }).where(eq(integrations.id, hook.id));
    expect((await send()).status).toBe(403);
    await db().update(integrations).set({ disabledAt: null }).where(eq(integrations.id, hook.id));
    forgetIntegration(hook.id);
    expect((await send()).status).toBe(202);
    expect(await incidents(hook.id)).toMatchObject([{ alert_count: 2 }]);
  });

  test("a rotated key works until it expires", async () => {
    const rotated = await createIntegration({ type: "pagerduty" });
    const send = () => post("/api/events", { ...trigger(randomUUID()), routing_key: rotated.key });
    await sql()`update integration_keys set expires_at = now() + interval '1 hour' where integration_id = ${rotated.id}`;
    expect((await send()).status).toBe(202);
    await sql()`update integration_keys set expires_at = now() - interval '1 second' where integration_id = ${rotated.id}`;
    forgetIntegration(rotated.id);
    expect((await send()).status).toBe(401);
  });

  test("secrets are not kept with the request, and a refused one is kept with its reason", async () => {
    const hook = await createIntegration({ type: "webhook" });
    const path = `/api/integrations/webhook?integrationId=${hook.id}&key=${hook.key}`;
    await mount.send({
      path,
      body: "{oops",
      headers: { authorization: `Bearer ${hook.key}`, cookie: "a=b", "x-custom": "kept" },
    });
    await expect.poll(() => sql()`select from requests where integration_id = ${hook.id}`).toHaveLength(1);
    const [kept] = await sql()`select * from requests where integration_id = ${hook.id}`;
    expect(JSON.stringify(kept)).not.toContain(hook.key);
    expect(kept).toMatchObject({
      outcome: "refused",
      status: 400,
      headers: { cookie: "[hidden]", "x-custom": "kept" },
    });
    expect(kept?.body).toEqual(Buffer.from("{oops"));
  });

  test("a browser that opens the webhook URL is told that it is ready, and nothing is stored", async () => {
    const hook = await createIntegration({ type: "webhook" });
    const answer = await mount.send({ method: "GET", path: `/api/integrations/webhook?integrationId=${hook.id}` });
    expect(answer).toMatchObject({ status: 200, body: { reason: expect.stringContaining("Ready") } });
    expect(await sql()`select from requests where integration_id = ${hook.id}`).toEqual([]);
  });
});
