import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { intakeOf } from "#bench/intake-of";
import { sql } from "#db/client";
import { testDatabase } from "#db/testing";
import { createIntegration, createService, type IntegrationRow } from "#db/testing-rows";
import { tocsinItself } from "#db/vocabulary";
import { createApiKey } from "#lib/auth/create-api-key";
import { doorFor } from "#lib/doors/index";
import { ingest } from "#lib/incidents/ingest";
import { reopen } from "#lib/incidents/reopen";
import { forgetIntegration } from "#lib/intake/authenticate";
import { postTo } from "#lib/intake/testing-posts";
import { createIntegration as make } from "#lib/integrations/create";
import { updateIntegration } from "#lib/integrations/update";
import { findSource } from "#lib/sources/index";

type Sender = IntegrationRow & { key: string };

const doing = () => ({ actor: tocsinItself, now: new Date() });
const key = "70707070";
const unlimited = { rateLimitPerMinute: 0 };

beforeAll(async () => {
  await testDatabase();
});

const of = async (serviceId: string) =>
  sql().of(z.object({ number: z.number(), scope: z.string(), status: z.string(), alerts: z.number() }))`
    select number::int, dedup_scope as scope, status, alert_count as alerts from incidents where service_id = ${serviceId} order by number`;
const statusesOf = async (serviceId: string) => (await of(serviceId)).map(({ status }) => status);
const events = (sender: Sender, action: string, dedupKey = key) =>
  postTo(sender, {
    event_action: action,
    dedup_key: dedupKey,
    payload: { summary: "Disk full", source: "db-1", severity: "error" },
  });
const hook = (sender: Sender, status: string, dedupKey = key) =>
  postTo(sender, { title: "Disk full", dedup_key: dedupKey, status });

/** The source's first sample that does this, with `key` in place of its own dedup key. */
function crafted(type: string, action: string): { payload: unknown; headers?: Record<string, string> } {
  const sample = findSource(type)?.samples.find(
    ({ becomes, config }) => becomes[0]?.action === action && config === undefined,
  );
  const own = sample?.becomes[0]?.dedupKey;
  if (!sample || !own) throw new Error(`${type} has no sample that does ${action}`);
  const payload = JSON.parse(JSON.stringify(sample.payload).replaceAll(own, key));
  return { payload, ...(sample.headers && { headers: sample.headers }) };
}

const twelve = [
  ...["prometheus", "grafana", "datadog", "newrelic", "appdynamics", "honeycomb"],
  ...["robusta", "pagerduty", "pagerduty-v1", "splunk-oncall", "servicenow", "webhook"],
];

describe("twelve integrations of different kinds on one service", () => {
  test("use the same dedup key and never meet; each resolves its own", async () => {
    const { id: serviceId } = await createService();
    const senders = await Promise.all(twelve.map((type) => createIntegration({ type, serviceId })));
    const send = async (sender: Sender, action: string) => {
      const { payload, ...more } = crafted(sender.type, action);
      const answer = await postTo(sender, payload, more);
      expect(answer.status, `${sender.type} ${action}: ${answer.body}`).toBeLessThan(300);
    };
    await Promise.all(senders.map((sender) => send(sender, "trigger")));
    const keys = await sql()`select distinct dedup_key from incidents where service_id = ${serviceId}`;
    expect(keys).toEqual([{ dedup_key: key }]);
    expect(new Set((await of(serviceId)).map(({ scope }) => scope))).toEqual(new Set(senders.map(({ id }) => id)));
    expect(await of(serviceId)).toHaveLength(12);
    for (const [at, sender] of senders.entries()) {
      await send(sender, "resolve");
      const open = (await of(serviceId)).filter(({ status }) => status !== "resolved");
      expect(new Set(open.map(({ scope }) => scope))).toEqual(new Set(senders.slice(at + 1).map(({ id }) => id)));
    }
  });

  test("of which three share theirs: those meet in one incident, together with API keys and Opsgenie's clients", async () => {
    const { id: serviceId } = await createService();
    const shared = { serviceId, sharesKeys: true };
    const [pagerduty, webhook, opsgenie, apart] = await Promise.all([
      createIntegration({ type: "pagerduty", ...shared }),
      createIntegration({ type: "webhook", ...shared }),
      createIntegration({ type: "opsgenie", ...shared }),
      createIntegration({ type: "webhook", serviceId }),
    ]);
    const { key: apiKey } = await createApiKey(
      { name: "Deploys", scope: "events:write", expiresInDays: null },
      doing(),
    );
    const withApiKey = () =>
      raw(
        "/api/events",
        { authorization: `Bearer ${apiKey}` },
        {
          ...{ service_id: serviceId, event_action: "trigger", dedup_key: key },
          payload: { summary: "Disk full", source: "db-1", severity: "error" },
        },
      );
    await events(pagerduty, "trigger");
    await hook(webhook, "firing");
    await hook(apart, "firing");
    expect((await withApiKey()).status).toBe(202);
    expect(await of(serviceId)).toMatchObject([
      { scope: serviceId, status: "triggered", alerts: 3 },
      { scope: apart.id, status: "triggered", alerts: 1 },
    ]);
    await hook(webhook, "resolved");
    expect(await statusesOf(serviceId)).toEqual(["resolved", "triggered"]);
    await events(pagerduty, "trigger");
    const genie = { authorization: `GenieKey ${opsgenie.key}` };
    expect((await raw(`/v2/alerts/${key}/close?identifierType=alias`, genie, {})).status).toBe(202);
    expect(await statusesOf(serviceId)).toEqual(["resolved", "triggered", "resolved"]);
    await raw("/v2/alerts", genie, { message: "Disk full", alias: key });
    await events(pagerduty, "resolve");
    expect(await statusesOf(serviceId)).toEqual(["resolved", "triggered", "resolved", "resolved"]);
  });
});

describe("when an integration begins to share its keys", () => {
  test("what is open goes along, and another one may resolve it; what is resolved stays", async () => {
    const { id: serviceId } = await createService();
    const [pagerduty, webhook] = await Promise.all([
      createIntegration({ type: "pagerduty", serviceId }),
      createIntegration({ type: "webhook", serviceId, sharesKeys: true }),
    ]);
    for (const action of ["trigger", "resolve"]) await events(pagerduty, action, "old");
    await events(pagerduty, "trigger");
    expect(await updateIntegration(pagerduty.id, { sharesKeys: true }, doing())).toMatchObject({ sharesKeys: true });
    expect(await of(serviceId)).toMatchObject([{ scope: pagerduty.id }, { scope: serviceId, status: "triggered" }]);
    await hook(webhook, "resolved");
    expect(await statusesOf(serviceId)).toEqual(["resolved", "resolved"]);
    const [audit] = await sql()`select before, after from audit_entries where object_id = ${pagerduty.id}`;
    expect(audit).toMatchObject({ before: { sharesKeys: false }, after: { sharesKeys: true } });
  });

  test("it is refused while a key is open in both places, with their numbers, and changes nothing", async () => {
    const { id: serviceId } = await createService();
    const [pagerduty, webhook] = await Promise.all([
      createIntegration({ type: "pagerduty", serviceId }),
      createIntegration({ type: "webhook", serviceId, sharesKeys: true }),
    ]);
    for (const dedupKey of ["a", "b", "only here"]) await events(pagerduty, "trigger", dedupKey);
    for (const dedupKey of ["a", "b"]) await hook(webhook, "firing", dedupKey);
    const before = await of(serviceId);
    const [a, b, , otherA, otherB] = before.map(({ number }) => `#${number}`);
    const change = () => updateIntegration(pagerduty.id, { sharesKeys: true, name: "Renamed" }, doing());
    await expect(change()).rejects.toMatchObject({
      code: "conflict",
      message: `${a} and ${otherA}, ${b} and ${otherB} have the same dedup key; resolve one of each first.`,
      fields: { sharesKeys: expect.any(String) },
    });
    expect(await of(serviceId)).toEqual(before);
    expect(await sql()`select 1 from integrations where id = ${pagerduty.id} and name = 'Renamed'`).toEqual([]);
    await hook(webhook, "resolved", "b");
    await expect(change()).rejects.toMatchObject({
      message: `${a} and ${otherA} have the same dedup key; resolve one of them first.`,
    });
    await hook(webhook, "resolved", "a");
    await change();
    expect((await of(serviceId)).filter(({ status }) => status !== "resolved")).toHaveLength(3);
  });

  test("a request that was read before is stored where the keys belong now", async () => {
    const { id: integrationId, serviceId } = await createIntegration(unlimited);
    const stale = intakeOf({ integrationId, serviceId, dedupKey: key, body: new Uint8Array() });
    await updateIntegration(integrationId, { sharesKeys: true }, doing());
    const again = { ...stale, kept: { ...stale.kept, id: crypto.randomUUID() } };
    const [first, second] = await ingest([stale, again], new Date());
    expect(await of(serviceId)).toMatchObject([{ scope: serviceId, alerts: 2 }]);
    expect([first?.incidents[0]?.number, first?.verdict]).toEqual([second?.incidents[0]?.number, "admitted"]);
    expect(await sql()`select outcome from requests where integration_id = ${integrationId}`).toEqual([
      { outcome: "accepted" },
      { outcome: "accepted" },
    ]);
  });
});

describe("when an integration ends to share its keys", () => {
  test("what it alone opened comes along, and what others had a part in stays", async () => {
    const { id: serviceId } = await createService();
    const [pagerduty, webhook] = await Promise.all([
      createIntegration({ type: "pagerduty", serviceId, sharesKeys: true }),
      createIntegration({ type: "webhook", serviceId, sharesKeys: true }),
    ]);
    await events(pagerduty, "trigger", "own");
    await events(pagerduty, "trigger", "both");
    await hook(webhook, "firing", "both");
    await hook(webhook, "firing", "theirs");
    await updateIntegration(pagerduty.id, { sharesKeys: false }, doing());
    expect((await of(serviceId)).map(({ scope }) => scope)).toEqual([pagerduty.id, serviceId, serviceId]);
    for (const dedupKey of ["own", "both", "theirs"]) await events(pagerduty, "resolve", dedupKey);
    expect(await statusesOf(serviceId)).toEqual(["resolved", "triggered", "triggered"]);
  });
});

test("one opened again after the change belongs where its keys belong now", async () => {
  for (const sharesKeys of [true, false]) {
    const sender = await createIntegration({ ...unlimited, sharesKeys: !sharesKeys });
    for (const action of ["trigger", "resolve"]) await events(sender, action);
    await updateIntegration(sender.id, { sharesKeys }, doing());
    const [incident] = await sql()`select id from incidents where service_id = ${sender.serviceId}`;
    await reopen(String(incident?.id), doing());
    await events(sender, "resolve");
    expect(await statusesOf(sender.serviceId)).toEqual(["resolved"]);
  }
});

test("however the switch is turned while alerts come and go, none is left open", async () => {
  const sender = await createIntegration(unlimited);
  let isDone = false;
  const turns = (async () => {
    for (let turn = 0; !isDone; turn++) {
      await updateIntegration(sender.id, { sharesKeys: turn % 2 === 0 }, doing());
      await sleep(5);
    }
  })();
  const rounds = Array.from({ length: 8 }, async (_, lane) => {
    for (let round = 0; round < 40; round++) {
      for (const action of ["trigger", "resolve"])
        expect((await events(sender, action, `${lane}-${round}`)).status).toBe(202);
      // As another process would, which has not heard of the change.
      if (round % 2) forgetIntegration(sender.id);
    }
  });
  await Promise.all(rounds).finally(() => {
    isDone = true;
  });
  await turns;
  const all = await of(sender.serviceId);
  expect(all).toHaveLength(320);
  expect(all.filter(({ status }) => status !== "resolved")).toEqual([]);
});

test("it can be chosen when the integration is made", async () => {
  const { id } = await createService();
  const made = await make(id, { type: "webhook", name: "Hook", sharesKeys: true }, doing());
  expect(made.sharesKeys).toBe(true);
  expect((await make(id, { type: "webhook", name: "Other" }, doing())).sharesKeys).toBe(false);
});

function raw(url: string, headers: Record<string, string>, body: unknown) {
  const [path = "", query = ""] = url.split("?");
  return doorFor(path).serve({
    ...{ method: "POST", path, query, ip: "127.0.0.1", body: Buffer.from(JSON.stringify(body)) },
    headers: { "content-type": "application/json", ...headers },
  });
}
