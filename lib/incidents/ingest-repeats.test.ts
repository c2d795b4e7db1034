import { beforeAll, describe, expect, test } from "vitest";
import { sql } from "#db/client";
import { newId } from "#db/id";
import { testDatabase } from "#db/testing";
import { blocksRead } from "#db/testing-reads";
import { createIntegration } from "#db/testing-rows";
import type { Action } from "#db/vocabulary";
import { ingest } from "#lib/incidents/ingest";
import type { Ingested, Intake, ReadyEvent } from "#lib/incidents/intake";
import { readyEvent } from "#lib/incidents/testing-incidents";

type Integration = Awaited<ReturnType<typeof createIntegration>>;

let integration: Integration;
beforeAll(async () => {
  await testDatabase();
  integration = await createIntegration({ rateLimitPerMinute: 0 });
});

type Sent = { deliveryId?: string; continues?: boolean; part?: number; of?: Integration; id?: string };

function intake(events: ReadyEvent[], { deliveryId, of = integration, id = newId(), ...more }: Sent = {}): Intake {
  return {
    part: 0,
    counts: true,
    events,
    ...more,
    origin: { integrationId: of.id, serviceId: of.serviceId, actor: { kind: "integration", id: of.id, name: of.name } },
    kept: {
      ...{ id, receivedAt: new Date() },
      ...{ source: "pagerduty", method: "POST", path: "/api/events", query: "", headers: {}, body: new Uint8Array() },
      ...{ ip: "127.0.0.1", outcome: "accepted", reason: null, status: 202, overStatus: 429, durationMs: 3 },
      events: events.map(({ action, dedupKey, links }) => ({ action, dedupKey, links })),
      ...(deliveryId && { deliveryId }),
    },
  };
}

const event = (action: Action, dedupKey: string, orderedAt: string | null = null, of = integration) =>
  readyEvent({ scope: of.id, action, dedupKey, occurredAt: orderedAt, orderedAt });

const store = (...intakes: Intake[]) => ingest(intakes, new Date());
const storeAt = (at: Date, ...intakes: Intake[]) => ingest(intakes, at);
const alertsOf = (key: string) => sql()`select incident_id from alerts where dedup_key = ${key}`;
const statusesOf = async (key: string) =>
  (await sql()`select status from incidents where dedup_key = ${key} order by number`).map(({ status }) => status);
const requestOf = async ({ kept }: Intake) =>
  (await sql()`select outcome, reason, status, events, incident_ids from requests where id = ${kept?.id ?? null}`)[0];
const verdicts = (answers: Ingested[]) => answers.map(({ verdict }) => verdict);
const hour = 3_600_000;

describe("a delivery that comes again", () => {
  test("has no effect within 24 hours, and says when it came first", async () => {
    const at = new Date("2026-03-01T03:00:00Z");
    const again = intake([event("trigger", "again")], { deliveryId: "d-again" });
    await storeAt(at, intake([event("trigger", "again")], { deliveryId: "d-again" }));
    const [answer] = await storeAt(new Date(at.getTime() + 23 * hour), again);
    expect(answer).toMatchObject({
      verdict: "repeated",
      incidents: [null],
      reason: expect.stringContaining("2026-03-01 03:00:00 UTC"),
    });
    expect(await alertsOf("again")).toHaveLength(1);
    expect(await requestOf(again)).toEqual({
      outcome: "ignored",
      reason: answer?.reason,
      status: 200,
      events: [],
      incident_ids: [],
    });
    expect(verdicts(await storeAt(new Date(at.getTime() + 25 * hour), intake([], { deliveryId: "d-again" })))).toEqual([
      "admitted",
    ]);
  });

  test("is one delivery however many copies come at once, in one batch or in several", async () => {
    const copy = () => intake([event("trigger", "copies")], { deliveryId: "d-copies" });
    const answers = await Promise.all(Array.from({ length: 20 }, () => store(copy(), copy(), copy())));
    expect(verdicts(answers.flat()).filter((verdict) => verdict === "admitted")).toHaveLength(1);
    expect(await alertsOf("copies")).toHaveLength(1);
    expect(await sql()`select from requests where reason like 'A repeat%'`).toHaveLength(60);
  });

  test("of another integration is another one", async () => {
    const other = await createIntegration({ rateLimitPerMinute: 0 });
    await store(intake([event("trigger", "theirs")], { deliveryId: "d-shared" }));
    const theirs = intake([event("trigger", "theirs", null, other)], { deliveryId: "d-shared", of: other });
    expect(verdicts(await store(theirs))).toEqual(["admitted"]);
  });

  test("that was over the limit is taken when it is sent again", async () => {
    const limited = await createIntegration({ rateLimitPerMinute: 1 });
    const at = new Date("2026-03-01T03:00:00Z");
    const send = (deliveryId: string, when: Date) =>
      storeAt(when, intake([event("trigger", deliveryId, null, limited)], { deliveryId, of: limited }));
    await send("first", at);
    const nextMinute = new Date(at.getTime() + 60_000);
    expect(verdicts([...(await send("second", at)), ...(await send("second", nextMinute))])).toEqual([
      "over",
      "admitted",
    ]);
  });

  test("that broke off between its parts is taken again, one that was whole is not", async () => {
    const part = (part: number, id: string) =>
      intake([event("trigger", `part-${part}`)], { deliveryId: "d-parts", part, continues: part === 0, id });
    const [broken, whole, again] = [newId(), newId(), newId()];
    await store(part(0, broken));
    expect(verdicts([...(await store(part(0, whole))), ...(await store(part(1, whole)))])).toEqual([
      "admitted",
      "admitted",
    ]);
    expect(verdicts(await store(part(0, again)))).toEqual(["repeated"]);
    expect(await alertsOf("part-0")).toHaveLength(2);
    expect(await alertsOf("part-1")).toHaveLength(1);
  });
});

describe("a trigger that comes after the resolve of what it tells", () => {
  const now = Date.now();
  const ago = (seconds: number) => new Date(now - seconds * 1_000).toISOString();

  test("is kept but opens nothing, and its request says so", async () => {
    const late = intake([event("trigger", "late", ago(60))]);
    await store(intake([event("resolve", "late", ago(30))]));
    expect(await store(late)).toEqual([{ verdict: "admitted", incidents: [null] }]);
    expect(await statusesOf("late")).toEqual([]);
    expect(await alertsOf("late")).toEqual([{ incident_id: null }, { incident_id: null }]);
    expect(await requestOf(late)).toMatchObject({
      outcome: "accepted",
      status: 202,
      incident_ids: [],
      reason: expect.stringMatching(/A trigger is older than the resolve .* opened no incident: 'late'/),
    });
  });

  test("opens nothing again after its incident was resolved either", async () => {
    await store(intake([event("trigger", "done", ago(90))]));
    await store(intake([event("resolve", "done", ago(30))]));
    await store(intake([event("trigger", "done", ago(60))]));
    expect(await statusesOf("done")).toEqual(["resolved"]);
    await store(intake([event("trigger", "done", ago(10))]));
    expect(await statusesOf("done")).toEqual(["resolved", "triggered"]);
  });

  test.each<[title: string, resolvedAt: string | null, triggeredAt: string | null]>([
    ["at the same moment", ago(30), ago(30)],
    ["after it", ago(30), ago(20)],
    ["at a time nobody tells", ago(30), null],
    ["when the resolve tells no time", null, ago(60)],
    ["while the resolver's clock runs an hour ahead", ago(-3_600), new Date(now + 60_000).toISOString()],
    ["before it, by a clock that ran an hour ahead", ago(-3_600), ago(1)],
  ])("opens when it happened %s", async (title, resolvedAt, triggeredAt) => {
    await store(intake([event("resolve", title, resolvedAt)]));
    await store(intake([event("trigger", title, triggeredAt)]));
    expect(await statusesOf(title)).toEqual(["triggered"]);
  });

  test("opens when a person resolved, and when the resolve is of another integration", async () => {
    const other = await createIntegration({ rateLimitPerMinute: 0 });
    await store(intake([event("trigger", "person", ago(90))]));
    await sql()`update incidents set status = 'resolved', resolved_at = now() where dedup_key = 'person'`;
    await store(intake([event("resolve", "person", ago(10), other)], { of: other }));
    await store(intake([event("trigger", "person", ago(60))]));
    expect(await statusesOf("person")).toEqual(["resolved", "triggered"]);
  });

  test("opens when the resolve came more than a day ago", async () => {
    await storeAt(new Date(now - 25 * hour), intake([event("resolve", "yesterday", ago(25 * 3_600))]));
    await store(intake([event("trigger", "yesterday", ago(26 * 3_600))]));
    expect(await statusesOf("yesterday")).toEqual(["triggered"]);
  });

  test("joins what is open, and a newer one in the same batch opens", async () => {
    await store(intake([event("resolve", "mixed", ago(30))]));
    await store(intake([event("trigger", "mixed", ago(60)), event("trigger", "mixed", ago(20))]));
    await store(intake([event("trigger", "mixed", ago(50))]));
    expect(await sql()`select status, alert_count from incidents where dedup_key = 'mixed'`).toEqual([
      { status: "triggered", alert_count: 3 },
    ]);
  });

  test("is looked for with an index, however many resolves a key has", async () => {
    const add = async (from: number, to: number) => {
      await sql()`insert into alerts (id, request_id, integration_id, service_id, action, dedup_scope, dedup_key, summary, source, severity, details, links, images, occurred_at, received_at)
        select gen_random_uuid(), gen_random_uuid(), ${integration.id}, ${integration.serviceId}, 'resolve', ${integration.id}, 'many-' || n % 100, 's', 's', 'error', '{}', '[]', '[]', now() - n * interval '1 second', now() - n * interval '1 second'
        from generate_series(${from}::int, ${to}::int) n`;
      await sql()`analyze alerts`;
    };
    const events = Array.from({ length: 500 }, (_, at) => event("trigger", `many-${at}`, ago(100_000)));
    await add(1, 1_000);
    const beside1000 = await blocksRead("alerts", () => store(intake(events)));
    await add(1_001, 20_000);
    const beside20000 = await blocksRead("alerts", () => store(intake(events)));
    expect(beside20000).toBeLessThan(2 * beside1000);
  });
});
