import { beforeAll, describe, expect, test } from "vitest";
import { sql } from "#db/client";
import { newId } from "#db/id";
import { testDatabase } from "#db/testing";
import { createIntegration, createService } from "#db/testing-rows";
import type { Action } from "#db/vocabulary";
import { admit } from "#lib/incidents/admit";
import type { Origin, ReadyEvent } from "#lib/incidents/intake";
import { takeHeld } from "#lib/incidents/take-held";
import { readyEvent } from "#lib/incidents/testing-incidents";
import { takeTurns } from "#lib/intake/take-turns";

let origin: Origin;
beforeAll(async () => {
  await testDatabase();
  const { id, serviceId, name } = await createIntegration({ rateLimitPerMinute: 0 });
  origin = { integrationId: id, serviceId, actor: { kind: "integration", id, name } };
});

const event = (action: Action, dedupKey: string, more: Partial<ReadyEvent> = {}) =>
  readyEvent({ scope: origin.integrationId ?? "", action, dedupKey, ...more });

const trigger = (key: string, more: Partial<ReadyEvent> = {}) => admit(origin, [event("trigger", key, more)]);
const incidentsWith = (key: string) =>
  sql()`select id, service_id, status, severity, urgency, alert_count, title from incidents where dedup_key = ${key} order by number`;
const alertsWith = (key: string) =>
  sql()`select incident_id, service_id, suppressed from alerts where dedup_key = ${key} order by id`;
const kindsOf = async (id: unknown) =>
  (await sql()`select kind from timeline_entries where incident_id = ${id} order by at, id`).map(({ kind }) => kind);
const announced = async (id: unknown) =>
  (await sql()`select type from platform_events where incident_id = ${id} order by seq`).map(({ type }) => type);
const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000);

describe("the service of an event", () => {
  test("has the incident and the alert, and says how urgent it is", async () => {
    const { id } = await createService({ urgencies: { error: "low" } });
    await admit(origin, [event("trigger", "routed", { serviceId: id }), event("trigger", "beside it")]);
    expect(await incidentsWith("routed")).toMatchObject([{ service_id: id, urgency: "low" }]);
    expect(await alertsWith("routed")).toMatchObject([{ service_id: id }]);
    expect(await incidentsWith("beside it")).toMatchObject([{ service_id: origin.serviceId, urgency: "high" }]);
  });

  test("is passed over when it is gone, so that nothing is lost", async () => {
    const { id } = await createService({ deletedAt: new Date() });
    await trigger("to nowhere", { serviceId: id });
    expect(await incidentsWith("to nowhere")).toMatchObject([{ service_id: origin.serviceId }]);
  });
});

describe("the urgency of an event", () => {
  test("stands in for that of its severity, and the highest of several counts", async () => {
    await trigger("calm", { urgency: "low", severity: "critical" });
    await admit(origin, [event("trigger", "mixed", { urgency: "low" }), event("trigger", "mixed")]);
    expect(await incidentsWith("calm")).toMatchObject([{ urgency: "low" }]);
    expect(await incidentsWith("mixed")).toMatchObject([{ urgency: "high" }]);
  });

  test("raises that of an open incident and never lowers it", async () => {
    await trigger("raised", { urgency: "low" });
    await trigger("raised", { urgency: "high" });
    await trigger("raised", { urgency: "low" });
    expect(await incidentsWith("raised")).toMatchObject([{ urgency: "high", alert_count: 3 }]);
  });
});

describe("a suppressed trigger", () => {
  test("opens nothing and tells nobody; its alert is kept and says so", async () => {
    const answer = await trigger("quiet", { suppressed: true });
    expect(answer).toEqual({ verdict: "admitted", incidents: [null] });
    expect(await incidentsWith("quiet")).toEqual([]);
    expect(await alertsWith("quiet")).toMatchObject([{ incident_id: null, suppressed: true }]);
  });

  test("counts for an incident that is open anyway, and makes it no worse", async () => {
    await trigger("open", { severity: "warning" });
    await trigger("open", { severity: "critical", suppressed: true });
    const [incident] = await incidentsWith("open");
    expect(incident).toMatchObject({ severity: "warning", urgency: "low", alert_count: 2 });
    expect(await alertsWith("open")).toMatchObject([
      { incident_id: incident?.id, suppressed: false },
      { incident_id: incident?.id, suppressed: true },
    ]);
    expect(await kindsOf(incident?.id)).toEqual(["triggered"]);
  });

  test("beside one that is not leaves title and severity to that", async () => {
    const quiet = event("trigger", "both", { severity: "critical", suppressed: true, summary: "Quiet" });
    await admit(origin, [quiet, event("trigger", "both", { severity: "info", summary: "Loud" })]);
    expect(await incidentsWith("both")).toMatchObject([{ title: "Loud", severity: "info", alert_count: 2 }]);
  });

  test("is shown as suppressed with its request; a resolve cannot be suppressed", async () => {
    const kept = {
      ...{ id: newId(), receivedAt: new Date(), source: "webhook", method: "POST", path: "/", query: "", headers: {} },
      ...{ body: new Uint8Array(), ip: "127.0.0.1", outcome: "accepted" as const, reason: null, status: 202 },
      ...{ overStatus: 503, durationMs: 0 },
    };
    await trigger("ended");
    await admit(
      origin,
      [event("trigger", "shown", { suppressed: true }), event("resolve", "ended", { suppressed: true })],
      { kept },
    );
    const [request] = await sql()`select events from requests where id = ${kept.id}`;
    expect(request?.events).toMatchObject([{ dedupKey: "shown", suppressed: true }, { dedupKey: "ended" }]);
    expect(await incidentsWith("ended")).toMatchObject([{ status: "resolved" }]);
  });
});

describe("the note of an event", () => {
  test("stands in the timeline of its incident once, however often it comes", async () => {
    const note = "See the runbook.";
    await admit(origin, [event("trigger", "noted", { note }), event("trigger", "noted", { note })]);
    await trigger("noted", { note });
    const [incident] = await incidentsWith("noted");
    expect(await kindsOf(incident?.id)).toEqual(["triggered", "noted"]);
    expect(
      await sql()`select details, actor_kind from timeline_entries where incident_id = ${incident?.id} and kind = 'noted'`,
    ).toEqual([{ details: { text: note }, actor_kind: "integration" }]);
    expect(await announced(incident?.id)).toEqual(["incident.triggered"]);
  });
});

describe("a trigger that is paused", () => {
  const pauseUntil = inMinutes(5).toISOString();

  test("opens its incident at that moment and not before, with all that was decided about it", async () => {
    const { id } = await createService();
    await trigger("paused", { pauseUntil, serviceId: id, urgency: "low", note: "It waited." });
    await takeHeld(inMinutes(4));
    expect(await incidentsWith("paused")).toEqual([]);
    await takeHeld(inMinutes(6));
    const [incident] = await incidentsWith("paused");
    expect(incident).toMatchObject({ service_id: id, urgency: "low", alert_count: 1 });
    expect(await kindsOf(incident?.id)).toEqual(["triggered", "noted"]);
    expect(await sql()`select id from held_events`).toEqual([]);
  });

  test("opens nothing when its key was resolved meanwhile", async () => {
    await trigger("short", { pauseUntil });
    await admit(origin, [event("resolve", "short")]);
    await takeHeld(inMinutes(6));
    expect(await incidentsWith("short")).toEqual([]);
    expect(await alertsWith("short")).toHaveLength(2);
  });

  test("joins an open incident at once", async () => {
    await trigger("known");
    await trigger("known", { pauseUntil });
    expect(await incidentsWith("known")).toMatchObject([{ alert_count: 2 }]);
  });

  test("is held after it waited for its turn", async () => {
    const { id, serviceId, name } = await createIntegration({ rateLimitPerMinute: 1 });
    const limited: Origin = { integrationId: id, serviceId, actor: { kind: "integration", id, name } };
    const kept = () => ({
      ...{ id: newId(), receivedAt: new Date(), source: "webhook", method: "POST", path: "/", query: "", headers: {} },
      ...{ body: new Uint8Array(), ip: "127.0.0.1", outcome: "accepted" as const, reason: null, status: 202 },
      ...{ overStatus: 503, durationMs: 0 },
    });
    await admit(limited, [event("trigger", "first", { scope: id })], { kept: kept() });
    const second = kept();
    const answer = await admit(limited, [event("trigger", "second", { scope: id, pauseUntil })], { kept: second });
    expect(answer.verdict).toBe("late");
    await takeTurns(inMinutes(2));
    expect(await incidentsWith("second")).toEqual([]);
    const [{ reason } = {}] = await sql()`select reason from requests where id = ${second.id}`;
    expect(reason).toMatch(/^It waited/);
    expect(reason).not.toMatch(/already resolved/);
    await takeHeld(inMinutes(6));
    const [incident] = await incidentsWith("second");
    expect(await sql()`select incident_ids from requests where id = ${second.id}`).toEqual([
      { incident_ids: [incident?.id] },
    ]);
  });
});
