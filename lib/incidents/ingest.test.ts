import { beforeAll, expect, test } from "vitest";
import { sql } from "#db/client";
import { newId } from "#db/id";
import { testDatabase } from "#db/testing";
import { createIntegration } from "#db/testing-rows";
import type { Action, Actor, Severity } from "#db/vocabulary";
import { ingest } from "#lib/incidents/ingest";
import type { Intake, ReadyEvent } from "#lib/incidents/intake";
import { readyEvent } from "#lib/incidents/testing-incidents";

type Integration = Awaited<ReturnType<typeof createIntegration>>;

let integration: Integration;
beforeAll(async () => {
  await testDatabase();
  integration = await createIntegration({ rateLimitPerMinute: 0 });
});

function event(
  action: Action,
  dedupKey: string,
  severity: Severity = "error",
  of: Integration = integration,
): ReadyEvent {
  return readyEvent({ scope: of.id, action, dedupKey, severity, details: { cpu: 95 } });
}

function intake(events: ReadyEvent[], of: Integration = integration): Intake {
  return {
    part: 0,
    counts: events.some(({ action }) => action !== "resolve"),
    events,
    origin: { integrationId: of.id, serviceId: of.serviceId, actor: { kind: "integration", id: of.id, name: of.name } },
    kept: {
      id: newId(),
      receivedAt: new Date(),
      source: "pagerduty",
      method: "POST",
      path: "/api/events",
      query: "",
      headers: { "content-type": "application/json" },
      body: new Uint8Array([0, 255, 1, 92, 34]),
      ip: "127.0.0.1",
      outcome: "accepted",
      reason: null,
      status: 202,
      overStatus: 429,
      events: events.map(({ action, dedupKey, links }) => ({ action, dedupKey, links })),
      durationMs: 3,
    },
  };
}

const store = async (...intakes: Intake[]) => ingest(intakes, new Date());
const incidentsWith = (key: string) => sql()`select * from incidents where dedup_key = ${key} order by number`;
const typesOf = async (incidentId: string) =>
  (await sql()`select type from platform_events where incident_id = ${incidentId} order by seq`).map(
    ({ type }) => type,
  );

test("a trigger opens an incident with its alert, timeline entry, outbox row and request", async () => {
  const [answer] = await store(intake([event("trigger", "disk")]));
  const [incident] = await incidentsWith("disk");
  expect(answer).toEqual({ verdict: "admitted", incidents: [{ id: incident?.id, number: Number(incident?.number) }] });
  expect(incident).toMatchObject({
    title: "disk is broken",
    status: "triggered",
    urgency: "high",
    alert_count: 1,
    dedup_scope: integration.id,
  });
  const [alert] = await sql()`select * from alerts where incident_id = ${incident?.id}`;
  expect(alert).toMatchObject({ action: "trigger", summary: "disk is broken", details: { cpu: 95 } });
  expect(await sql()`select kind, actor_name from timeline_entries where incident_id = ${incident?.id}`).toMatchObject([
    { kind: "triggered", actor_name: integration.name },
  ]);
  const [outbox] =
    await sql()`select type, payload, dispatched_at from platform_events where incident_id = ${incident?.id}`;
  expect(outbox).toMatchObject({
    type: "incident.triggered",
    dispatched_at: null,
    payload: { incident: { status: "triggered", alertCount: 1, service: { id: integration.serviceId } } },
  });
  const [kept] = await sql()`select * from requests where id = ${alert?.request_id}`;
  expect(kept).toMatchObject({ outcome: "accepted", status: 202, incident_ids: [incident?.id] });
  expect(kept?.body).toEqual(Buffer.from([0, 255, 1, 92, 34]));
});

test("repeats of an open incident grow it without burning incident numbers", async () => {
  const [first] = await store(intake([event("trigger", "cpu", "warning")]));
  for (let turn = 0; turn < 5; turn++)
    await store(intake([event("trigger", "cpu", "info")]), intake([event("trigger", "cpu", "info")]));
  const [next] = await store(intake([event("trigger", "memory")]));
  expect(next?.incidents[0]?.number).toBe((first?.incidents[0]?.number ?? 0) + 1);
  expect(await incidentsWith("cpu")).toMatchObject([{ alert_count: 11, severity: "warning", urgency: "low" }]);
});

test("a worse severity raises the incident and its urgency, a milder one does not lower it", async () => {
  await store(intake([event("trigger", "load", "info")]));
  await store(intake([event("trigger", "load", "critical")]));
  await store(intake([event("trigger", "load", "info")]));
  const [incident] = await incidentsWith("load");
  expect(incident).toMatchObject({ severity: "critical", urgency: "high" });
  expect(
    await sql()`select kind from timeline_entries where incident_id = ${incident?.id} order by at, id`,
  ).toHaveLength(2);
});

test("acknowledge and resolve move the open incident, once each", async () => {
  await store(intake([event("trigger", "queue")]));
  await store(intake([event("acknowledge", "queue")]), intake([event("acknowledge", "queue")]));
  await store(intake([event("acknowledge", "queue")]));
  await store(intake([event("resolve", "queue")]));
  const [again] = await store(intake([event("resolve", "queue")]));
  expect(again?.incidents).toEqual([null]);
  const [incident] = await incidentsWith("queue");
  expect(incident).toMatchObject({ status: "resolved" });
  expect(await typesOf(String(incident?.id))).toEqual([
    "incident.triggered",
    "incident.acknowledged",
    "incident.resolved",
  ]);
});

test("an acknowledge or resolve of nothing open is recorded and opens nothing", async () => {
  await store(intake([event("resolve", "ghost")]), intake([event("acknowledge", "spectre")]));
  expect(await incidentsWith("ghost")).toEqual([]);
  expect(await sql()`select incident_id from alerts where dedup_key in ('ghost', 'spectre')`).toEqual([
    { incident_id: null },
    { incident_id: null },
  ]);
});

test("after a resolve the same key opens a new incident", async () => {
  await store(intake([event("trigger", "flap")]));
  await store(intake([event("resolve", "flap")]));
  await store(intake([event("trigger", "flap")]));
  expect((await incidentsWith("flap")).map(({ status }) => status)).toEqual(["resolved", "triggered"]);
});

test("racing statements with one new key open one incident and keep every alert", async () => {
  await Promise.all(Array.from({ length: 50 }, () => store(intake([event("trigger", "race")]))));
  expect(await incidentsWith("race")).toMatchObject([{ alert_count: 50 }]);
  expect(await sql()`select from alerts where dedup_key = 'race'`).toHaveLength(50);
  expect(
    await sql()`select from platform_events e join incidents i on i.id = e.incident_id where i.dedup_key = 'race'`,
  ).toHaveLength(1);
});

test("racing batches over the same keys in different orders do not deadlock", async () => {
  const keys = Array.from({ length: 20 }, (_, at) => `lock-${at}`);
  const batches = Array.from({ length: 16 }, (_, turn) => (turn % 2 === 0 ? keys : keys.toReversed()));
  await Promise.all(
    batches.map((order, turn) =>
      store(...order.map((key) => intake([event(turn % 4 === 3 ? "resolve" : "trigger", key)]))),
    ),
  );
  expect(await sql()`select from alerts where dedup_key like 'lock-%'`).toHaveLength(320);
});

test("the same key of two integrations makes two incidents", async () => {
  const other = await createIntegration({ serviceId: integration.serviceId });
  await store(intake([event("trigger", "shared")]), intake([event("trigger", "shared", "error", other)], other));
  expect(await incidentsWith("shared")).toHaveLength(2);
});

test("a disabled integration stores nothing but the refused request", async () => {
  const disabled = await createIntegration({ disabledAt: new Date() });
  const request = intake([event("trigger", "off", "error", disabled)], disabled);
  expect(await store(request)).toEqual([{ verdict: "closed", incidents: [null] }]);
  expect(await incidentsWith("off")).toEqual([]);
  expect(await sql()`select outcome, status from requests where id = ${request.kept?.id ?? null}`).toEqual([
    { outcome: "refused", status: 403 },
  ]);
});

test("what came without a request is stored for whoever produced it, and keeps no request", async () => {
  const person: Actor = { kind: "person", id: newId(), name: "Alice Adams" };
  const origin = { serviceId: integration.serviceId, actor: person };
  const events = [{ ...event("trigger", "by hand"), scope: integration.serviceId }];
  const before = await sql()`select count(*) from requests`;
  const [answer] = await store({ origin, part: 0, counts: false, events });
  const id = answer?.incidents[0]?.id ?? null;
  expect(answer?.verdict).toBe("admitted");
  expect(await sql()`select request_id, integration_id from alerts where incident_id = ${id}`).toEqual([
    { request_id: null, integration_id: null },
  ]);
  expect(await sql()`select actor_kind, actor_id, actor_name from timeline_entries where incident_id = ${id}`).toEqual([
    { actor_kind: "person", actor_id: person.id, actor_name: "Alice Adams" },
  ]);
  expect(await sql()`select count(*) from requests`).toEqual(before);
});

test("the limit holds in one batch and across statements, and resolves always get in", async () => {
  const limited = await createIntegration({ rateLimitPerMinute: 3 });
  const at = new Date();
  const shot = (action: Action, key: string) => intake([event(action, key, "error", limited)], limited);
  const answers = [
    ...(await ingest([shot("trigger", "l1"), shot("trigger", "l2")], at)),
    ...(await ingest([shot("trigger", "l3"), shot("trigger", "l4"), shot("resolve", "l1")], at)),
    ...(await ingest([shot("trigger", "l5"), shot("resolve", "l2")], at)),
  ];
  expect(answers.map(({ verdict }) => verdict)).toEqual([
    "admitted",
    "admitted",
    "admitted",
    "over",
    "admitted",
    "over",
    "admitted",
  ]);
  expect(
    await sql()`select dedup_key, status from incidents where dedup_scope = ${limited.id} order by number`,
  ).toEqual([
    { dedup_key: "l1", status: "resolved" },
    { dedup_key: "l2", status: "resolved" },
    { dedup_key: "l3", status: "triggered" },
  ]);
  expect(
    await sql()`select from requests where integration_id = ${limited.id} and outcome = 'refused' and status = 429`,
  ).toHaveLength(2);
});
