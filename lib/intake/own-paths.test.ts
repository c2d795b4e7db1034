import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sql } from "#db/client";
import { testDatabase } from "#db/testing";
import { createIntegration } from "#db/testing-rows";
import { type Mount, mounts } from "#lib/doors/testing-mounts";

beforeAll(async () => {
  await testDatabase();
});

const incidents = (key: string) => sql()`select * from incidents where dedup_key = ${key} order by number`;
const requests = (id: string) =>
  sql()`select source, outcome, reason from requests where integration_id = ${id} order by received_at, id`;

describe.each(Object.entries(mounts))("through %s", (_, open) => {
  let mount: Mount;
  let events: Awaited<ReturnType<typeof createIntegration>>;
  beforeAll(async () => {
    mount = await open();
    events = await createIntegration({ type: "pagerduty", rateLimitPerMinute: 0 });
  });
  afterAll(() => mount.close());

  const post = (path: string, body: unknown) => mount.send({ path, body: JSON.stringify(body) });

  test.each(["/generic/2010-04-15/create_event.json", "/generic/2010-04-15/create_event.json/"])(
    "a client of the first events API that knows only %s and its service key opens, acknowledges and resolves",
    async (path) => {
      const key = randomUUID();
      const send = (event_type: string) =>
        post(path, { service_key: events.key, event_type, incident_key: key, description: "web-01 does not answer" });
      expect(await send("trigger")).toMatchObject({
        status: 200,
        body: { status: "success", message: "Event processed", incident_key: key },
      });
      await send("acknowledge");
      expect(await incidents(key)).toMatchObject([{ status: "acknowledged", title: "web-01 does not answer" }]);
      await send("resolve");
      expect(await incidents(key)).toMatchObject([{ status: "resolved" }]);
    },
  );

  test.each(["/v2/change/enqueue", "/v2/change/enqueue/", "/api/integrations/pagerduty/v2/change/enqueue"])(
    "a change at %s is kept with its reason and opens nothing",
    async (path) => {
      const sender = await createIntegration({ type: "pagerduty" });
      const answer = await post(path, {
        routing_key: sender.key,
        payload: { summary: "Deployed shop 4.2", source: "ci" },
      });
      expect(answer).toMatchObject({ status: 202, body: { status: "success" } });
      expect(await requests(sender.id)).toMatchObject([
        { outcome: "ignored", reason: expect.stringContaining("Deployed shop 4.2") },
      ]);
      expect(await sql()`select 1 from incidents where dedup_scope = ${sender.id}`).toHaveLength(0);
    },
  );

  test.each(["/tocsin", "/tocsin/", "/", ""])(
    "a client of Splunk On-Call that knows only its path opens and resolves, with %j behind the key",
    async (end) => {
      const sender = await createIntegration({ type: "splunk-oncall", rateLimitPerMinute: 0 });
      const where = `/integrations/generic/20131114/alert/${sender.key}${end}`;
      const entity_id = randomUUID();
      expect(await post(where, { message_type: "CRITICAL", entity_id, state_message: "Down" })).toMatchObject({
        status: 200,
        body: { result: "success", entity_id },
      });
      await post(where, { message_type: "RECOVERY", entity_id });
      expect(await incidents(entity_id)).toMatchObject([{ status: "resolved" }]);
      const kept = await sql()`select path from requests where integration_id = ${sender.id}`;
      expect(JSON.stringify(kept)).not.toContain(sender.key);
    },
  );

  test("Netdata's script, which has Opsgenie's path and takes only 200, opens and resolves", async () => {
    const { id, key } = await createIntegration({ type: "netdata", rateLimitPerMinute: 0 });
    const dedupKey = `${id}/system.ram/ram_in_use`;
    const send = (status: string) =>
      post(`/v1/json/integrations/webhooks/netdata?apiKey=${key}`, {
        host: id,
        chart: "system.ram",
        name: "ram_in_use",
        status,
      });
    expect((await send("CRITICAL")).status).toBe(200);
    expect(await incidents(dedupKey)).toMatchObject([{ status: "triggered", severity: "critical" }]);
    expect((await send("CLEAR")).status).toBe(200);
    expect(await incidents(dedupKey)).toMatchObject([{ status: "resolved" }]);
  });

  test("a wrong service key is refused in the words of that API", async () => {
    const body = { service_key: "0".repeat(32), event_type: "trigger", description: "Down" };
    expect(await post("/generic/2010-04-15/create_event.json", body)).toMatchObject({
      status: 401,
      body: { status: "unauthorized" },
    });
  });
});

test.each([
  "v2/enqueue",
  "v2/change/enqueue",
  "generic/2010-04-15/create_event.json",
  "v1/json/integrations/webhooks/netdata",
  "integrations/generic/20131114/alert/[...key]",
])("Next answers /%s too", (route) => {
  expect(existsSync(path.resolve(import.meta.dirname, "../../app", route, "route.ts"))).toBe(true);
});
