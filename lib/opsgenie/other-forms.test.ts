import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sql } from "#db/client";
import { testDatabase } from "#db/testing";
import { createIntegration } from "#db/testing-rows";
import { type Mount, mounts } from "#lib/doors/testing-mounts";

beforeAll(async () => {
  await testDatabase();
});

type Integration = Awaited<ReturnType<typeof createIntegration>>;

describe.each(Object.entries(mounts))("through %s", (_, open) => {
  let mount: Mount;
  let integration: Integration;
  beforeAll(async () => {
    mount = await open();
    integration = await createIntegration({ type: "opsgenie", rateLimitPerMinute: 0 });
  });
  afterAll(() => mount.close());

  const post = (path: string, body: object) => mount.send({ path, body: JSON.stringify(body) });
  const incidents = () => sql()`select status from incidents where dedup_scope = ${integration.id} order by number`;

  test.each(["GET", "POST", "PUT", "PATCH"])("a heartbeat is pinged by %s, made by its first ping", async (method) => {
    const headers = { authorization: `GenieKey ${integration.key}` };
    const path = `/v2/heartbeats/${encodeURIComponent(`nightly backup ${method}`)}`;
    for (const end of ["/ping", "/ping/"]) {
      const answer = await mount.send({ method, path: path + end, headers });
      expect(answer).toMatchObject({ status: 202, body: { result: "PONG - Heartbeat received" } });
    }
    const heartbeat = await mount.send({ method: "GET", path, headers });
    expect(heartbeat.body).toMatchObject({
      data: { name: `nightly backup ${method}`, expired: false, lastPingTime: expect.stringMatching(/^20/) },
    });
  });

  test("version 1 has its key in the body, names the alert there, and is answered after the fact", async () => {
    const apiKey = integration.key;
    const created = await post("/v1/json/alert", {
      apiKey,
      message: "Disk full",
      alias: "v1",
      tags: "a,b",
      teams: ["DB"],
    });
    expect(created).toMatchObject({
      status: 200,
      body: { message: "alert created", status: "successful", code: 200, alertId: expect.any(String) },
    });
    for (const [part, body] of [
      ["acknowledge", { id: created.body.alertId }],
      ["note", { alias: "v1", note: "On it" }],
      ["tags", { alias: "v1", tags: "c" }],
    ] as const)
      expect(await post(`/v1/json/alert/${part}/`, { apiKey, ...body })).toMatchObject({ body: { code: 200 } });
    const found = await mount.send({ method: "GET", path: `/v1/json/alert?apiKey=${apiKey}&alias=v1` });
    expect(found.body).toMatchObject({
      alias: "v1",
      tags: ["a", "b", "c"],
      acknowledged: true,
      teams: [{ name: "DB" }],
    });
    const listed = await mount.send({ method: "GET", path: `/v1/json/alert?apiKey=${apiKey}` });
    expect(listed.body.alerts).toHaveLength(1);
    expect(await post("/v1/json/alert/close", { apiKey, alias: "v1" })).toMatchObject({
      body: { status: "successful" },
    });
    expect(await incidents()).toEqual([{ status: "resolved" }]);
    expect(await post("/v1/json/heartbeat/send", { apiKey, name: "old" })).toMatchObject({ body: { code: 200 } });
  });

  test("a form works as well as JSON, and the key in the query as well as in the header", async () => {
    const answer = await mount.send({
      path: `/v2/alerts?apiKey=${integration.key}`,
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: "message=Disk+full&alias=form&priority=p2",
    });
    expect(answer.status).toBe(202);
    const [row] =
      await sql()`select severity from incidents where dedup_key = 'form' and dedup_scope = ${integration.id}`;
    expect(row).toEqual({ severity: "error" });
  });

  test.each(["", "/"])(
    "Opsgenie's path of a tool's webhook is the tool's integration here, ending in %j",
    async (end) => {
      const tool = await createIntegration({ type: "prometheus" });
      const alerts = [{ status: "firing", labels: { alertname: "Disk" }, fingerprint: `f${end}` }];
      const answer = await post(`/v1/json/integrations/webhooks/prometheus${end}?apiKey=${tool.key}`, { alerts });
      expect(answer.status).toBe(202);
      expect(await sql()`select title from incidents where dedup_scope = ${tool.id}`).toEqual([{ title: "Disk" }]);
    },
  );

  test("a create of Opsgenie's may also come to the webhook of an integration", async () => {
    const path = `/api/integrations/opsgenie?integrationId=${integration.id}`;
    const answer = await post(path, { message: "By webhook", alias: "hook", priority: "P1" });
    expect(answer.status).toBe(202);
    const [row] =
      await sql()`select title, severity from incidents where dedup_key = 'hook' and dedup_scope = ${integration.id}`;
    expect(row).toEqual({ title: "By webhook", severity: "critical" });
  });

  test("what is longer than Opsgenie takes is cut and not lost, and the log says so", async () => {
    const body = {
      ...{ apiKey: integration.key, message: "m".repeat(2_000), alias: "long", description: "d".repeat(20_000) },
      ...{
        tags: Array.from({ length: 30 }, (_, at) => `tag ${at} ${"t".repeat(60)}`),
        details: { a: "x".repeat(9_000) },
      },
      entity: "\0\ud800 odd",
    };
    const created = await post("/v1/json/alert", body);
    const found = await mount.send({ method: "GET", path: `/v1/json/alert?apiKey=${integration.key}&alias=long` });
    expect(found.body).toMatchObject({ entity: "\ufffd\ufffd odd", details: {} });
    expect((found.body.tags as string[]).length).toBe(20);
    expect(String(found.body.message).length).toBe(1_024);
    const [row] = await sql()`select reason from requests where id = ${String(created.body.requestId)}`;
    expect(row?.reason).toMatch(/details.*description was cut.*first 20 tags.*summary/);
  });
});
