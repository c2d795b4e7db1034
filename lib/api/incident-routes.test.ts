import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "#db/testing";
import { createPerson } from "#db/testing-rows";
import { incidentAnswer, incidentDetailAnswer, manyVerdictAnswer, verdictAnswer } from "#lib/api/schemas/incidents";
import { aliceKey, call, errorOf, exactly, keyWith, listOf, openIncident } from "#lib/api/testing";
import * as acknowledge from "../../app/api/v1/incidents/[id]/acknowledge/route.ts";
import * as alerts from "../../app/api/v1/incidents/[id]/alerts/route.ts";
import * as assign from "../../app/api/v1/incidents/[id]/assign/route.ts";
import * as notes from "../../app/api/v1/incidents/[id]/notes/route.ts";
import * as reopen from "../../app/api/v1/incidents/[id]/reopen/route.ts";
import * as resolve from "../../app/api/v1/incidents/[id]/resolve/route.ts";
import * as incident from "../../app/api/v1/incidents/[id]/route.ts";
import * as snooze from "../../app/api/v1/incidents/[id]/snooze/route.ts";
import * as bulkAcknowledge from "../../app/api/v1/incidents/acknowledge/route.ts";
import * as bulkAssign from "../../app/api/v1/incidents/assign/route.ts";
import * as count from "../../app/api/v1/incidents/count/route.ts";
import * as bulkResolve from "../../app/api/v1/incidents/resolve/route.ts";
import * as incidents from "../../app/api/v1/incidents/route.ts";
import * as bulkSnooze from "../../app/api/v1/incidents/snooze/route.ts";

process.env.TOCSIN_API_KEY = aliceKey;

let bob = "";
let charlie = "";

beforeAll(async () => {
  await testDatabase();
  bob = await keyWith("write");
  charlie = await keyWith("read");
});

describe("incidents", () => {
  test("are found by id and by number, listed and filtered", async () => {
    const { id, number, serviceId } = await openIncident();
    const byId = await call(incident, { params: { id } });
    expect(exactly(incidentDetailAnswer, byId.body)).toMatchObject({
      id,
      number,
      timeline: [{ kind: "triggered" }],
      alerts: [{ action: "trigger" }],
    });
    expect((await call(incident, { params: { id: String(number) } })).body).toEqual(byId.body);
    expect(
      listOf(await call(incidents, { query: `?serviceId=${serviceId}&status=open` })).map(
        (row) => exactly(incidentAnswer, row).id,
      ),
    ).toEqual([id]);
    expect(listOf(await call(incidents, { query: `?serviceId=${serviceId}&status=resolved` }))).toEqual([]);
    expect(listOf(await call(alerts, { params: { id } }))).toHaveLength(1);
  });

  test("are acknowledged, assigned, noted, snoozed, resolved and reopened by Bob", async () => {
    const { id } = await openIncident();
    const person = await createPerson();
    const verb = (route: typeof resolve, body?: unknown) =>
      call(route, { method: "POST", params: { id }, body, key: bob });
    expect(exactly(verdictAnswer, (await verb(acknowledge)).body)).toMatchObject({
      status: "acknowledged",
      changed: true,
      by: { actor: { kind: "api_key" } },
    });
    expect(exactly(verdictAnswer, (await verb(acknowledge)).body)).toMatchObject({
      status: "acknowledged",
      changed: false,
    });
    expect((await verb(assign, { personIds: [person.id] })).body).toMatchObject({ assignees: [{ id: person.id }] });
    expect((await verb(notes, { text: "On it" })).status).toBe(200);
    expect((await verb(snooze, { minutes: 30 })).body).toMatchObject({ snoozedUntil: expect.any(String) });
    expect((await verb(resolve, {})).body).toMatchObject({ status: "resolved", snoozedUntil: null });
    expect(errorOf(await verb(acknowledge))).toMatchObject({ status: 409, code: "conflict" });
    expect((await verb(reopen)).body).toMatchObject({ status: "triggered" });
    expect((await verb(snooze, { until: new Date(Date.now() + 60_000).toISOString() })).status).toBe(200);
  });

  test("are acknowledged and resolved many at once", async () => {
    const ids = [(await openIncident()).id, (await openIncident()).id];
    const answered = await call(bulkAcknowledge, { method: "POST", body: { ids }, key: bob });
    expect(exactly(manyVerdictAnswer, answered.body).changed.sort()).toEqual(ids.sort());
    expect(
      (await call(bulkResolve, { method: "POST", body: { ids: [...ids, crypto.randomUUID()] } })).body,
    ).toMatchObject({ unchanged: [expect.any(String)] });
  });

  test("are snoozed and assigned many at once, and all that fit a filter are changed", async () => {
    const [one, other] = [await openIncident(), await openIncident()];
    const person = await createPerson();
    const many = async (route: typeof bulkSnooze, body: object) =>
      exactly(manyVerdictAnswer, (await call(route, { method: "POST", body, key: bob })).body);
    const ids = [one.id, other.id];
    const filter = {
      status: "open",
      serviceId: [one.serviceId, other.serviceId],
      until: new Date(Date.now() + 1000).toISOString(),
    };
    expect(await many(bulkAssign, { ids, addPersonIds: [person.id] })).toMatchObject({ changedCount: 2 });
    expect(await many(bulkAssign, { filter, personIds: [] })).toMatchObject({ changedCount: 2, hasMore: false });
    expect((await call(count, { query: `?serviceId=${one.serviceId},${other.serviceId}&status=open` })).body).toEqual({
      count: 2,
      until: expect.any(String),
    });
    expect(await many(bulkAcknowledge, { filter })).toMatchObject({ changedCount: 2 });
    expect(await many(bulkSnooze, { filter, minutes: 5 })).toMatchObject({ changedCount: 2 });
    expect(await many(bulkResolve, { filter })).toMatchObject({ changedCount: 0 });
    expect(await many(bulkResolve, { filter: { ...filter, status: "snoozed" } })).toMatchObject({ changedCount: 2 });
  });

  test.each([
    [{}],
    [{ ids: [crypto.randomUUID()], filter: {} }],
    [{ filter: { status: "none" } }],
    [{ filter: { sort: "title" } }],
    [{ filter: { assigneeId: "me" } }],
  ])("are not changed by %j", async (chosen) => {
    for (const [route, rest] of [
      [bulkAcknowledge, {}],
      [bulkSnooze, { minutes: 5 }],
      [bulkAssign, { personIds: [] }],
    ] as const)
      expect(errorOf(await call(route, { method: "POST", body: { ...chosen, ...rest } }))).toMatchObject({
        status: 422,
      });
  });

  test("are filtered by several values, repeated or parted by commas, and sorted", async () => {
    const [one, other] = [await openIncident(), await openIncident()];
    const ids = async (query: string) => listOf(await call(incidents, { query })).map(({ id }) => id);
    const both = [
      `?serviceId=${one.serviceId},${other.serviceId}`,
      `?serviceId=${one.serviceId}&serviceId=${other.serviceId}`,
    ];
    for (const query of both) {
      expect(await ids(query)).toEqual([other.id, one.id]);
      expect(await ids(`${query}&sort=number`)).toEqual([one.id, other.id]);
      expect(await ids(`${query}&assigneeId=none&severity=critical,error,warning,info`)).toHaveLength(2);
    }
    expect(await ids(`?source=${encodeURIComponent("a,b")}&source=c`)).toEqual([]);
    expect(errorOf(await call(incidents, { query: "?sort=best" }))).toMatchObject({ status: 422 });
    expect(errorOf(await call(incidents, { query: "?severity=error,loud" }))).toMatchObject({ status: 422 });
    expect(errorOf(await call(incidents, { query: "?status=open&status=all" }))).toMatchObject({ status: 422 });
  });

  test("that are nobody's cannot be asked for as mine by a key", async () => {
    expect(errorOf(await call(incidents, { query: "?assigneeId=me" }))).toMatchObject({
      status: 422,
      fields: { assigneeId: expect.any(String) },
    });
  });
});

test.each([
  ["acknowledge", () => acknowledge],
  ["resolve", () => resolve],
  ["reopen", () => reopen],
  ["snooze", () => snooze],
  ["assign", () => assign],
  ["write a note", () => notes],
  ["acknowledge many", () => bulkAcknowledge],
  ["resolve many", () => bulkResolve],
  ["snooze many", () => bulkSnooze],
  ["assign many", () => bulkAssign],
] as const)("Bob may %s, Charlie and a stranger may not", async (_, route) => {
  const asked = { method: "POST" as const, params: { id: crypto.randomUUID() }, body: {} };
  expect((await call(route(), { ...asked, key: bob })).status).not.toBe(403);
  expect(errorOf(await call(route(), { ...asked, key: charlie }))).toMatchObject({ status: 403, code: "forbidden" });
  expect(errorOf(await call(route(), { ...asked, key: null }))).toMatchObject({ status: 401, code: "unauthenticated" });
});
