import { randomUUID } from "node:crypto";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { sql } from "#db/client";
import { requestById, requestsOfIntegration } from "#db/queries/requests";
import { testDatabase } from "#db/testing";
import { createIntegration as integrationRow } from "#db/testing-rows";
import { now } from "#lib/clock";
import { updateIntegration } from "#lib/integrations/update";
import { previewReplay } from "#lib/requests/preview-replay";
import { replayRequest } from "#lib/requests/replay";
import {
  alice,
  all,
  disable,
  doing,
  type Integration,
  latest,
  names,
  post,
  preview,
} from "#lib/requests/testing-replays";
import { startMinute } from "#lib/testing-minute";

let hook: Integration;

beforeAll(async () => {
  await testDatabase();
});
beforeEach(async () => {
  hook = await integrationRow({ type: "webhook" });
});

describe("a request that could not be read", () => {
  const queue = { ticket: { headline: "Queue is stuck", ref: 4711 }, level: "high" };
  const mapping = { summaryField: "ticket.headline", dedupKeyField: "ticket.ref", severityField: "level" };

  test("opens its incident once the mapping was corrected", async () => {
    expect((await post(hook, queue)).status).toBe(400);
    const refused = await latest(hook);
    expect((await preview(hook, refused)).obstacle).toMatch(/^It cannot be read: No summary was found/);
    await updateIntegration(hook.id, { config: mapping }, doing());
    expect(await preview(hook, refused)).toMatchObject({
      before: { outcome: "refused" },
      now: { outcome: "accepted", reason: null },
      events: [{ change: "added", effect: { does: "opens", incident: null } }],
      differs: true,
      obstacle: null,
    });
    const replay = await replayRequest(names(hook, refused), doing());
    expect(replay).toMatchObject({
      outcome: "accepted",
      status: 202,
      reason: "Replayed by Alice Adams.",
      replayOf: refused.id,
      incidents: [{ number: expect.any(Number) }],
      ...{ method: "POST", source: "webhook", body: JSON.stringify(queue) },
    });
    expect(await incidentsOf(hook)).toMatchObject([
      { title: "Queue is stuck", dedup_key: "4711", severity: "critical", status: "triggered" },
    ]);
    expect((await requestById(hook.id, refused.id))?.outcome, "what it was stays as it was").toBe("refused");
  });

  test("is tried with a draft of the mapping, which changes nothing", async () => {
    await post(hook, queue);
    const refused = await latest(hook);
    const tried = await previewReplay(names(hook, refused), now(), mapping);
    expect(tried).toMatchObject({ now: { outcome: "accepted" }, obstacle: null });
    expect(fieldsOf(tried.events[0])).toMatchObject({ summary: { now: "Queue is stuck" }, dedupKey: { now: "4711" } });
    expect(await incidentsOf(hook)).toEqual([]);
    expect((await requestsOfIntegration(hook.id)).data).toHaveLength(1);
    await expect(previewReplay(names(hook, refused), now(), { no: "such field" })).rejects.toMatchObject({
      code: "invalid",
    });
  });
});

describe("who replays", () => {
  test("stands in the timeline, in what is told to others and in the audit log", async () => {
    await post(hook, { title: "Disk is full", dedup_key: "disk" });
    await post(hook, { title: "Disk is full", dedup_key: "disk", status: "ok" });
    const [, trigger] = await all(hook);
    const replay = await replayRequest(names(hook, trigger), doing());
    const [incident] = replay.incidents;
    const actor = { actor_kind: "person", actor_id: alice.id, actor_name: "Alice Adams" };
    expect(await sql()`select * from timeline_entries where incident_id = ${incident?.id ?? null}`).toMatchObject([
      { kind: "triggered", ...actor },
    ]);
    expect(await sql()`select payload from platform_events where incident_id = ${incident?.id ?? null}`).toMatchObject([
      { payload: { actor: { kind: "person", id: alice.id, name: "Alice Adams" } } },
    ]);
    expect(await sql()`select * from audit_entries where object_id = ${trigger?.id ?? null}`).toMatchObject([
      { ...actor, action: "request.replayed", object_type: "request", after: { requestId: replay.id } },
    ]);
  });

  test("is the sender itself where a request is no replay", async () => {
    await post(hook, { title: "Disk is full", dedup_key: "disk" });
    expect(
      await sql()`select t.actor_kind, t.actor_id, t.actor_name from timeline_entries t
        join incidents i on i.id = t.incident_id where i.dedup_scope = ${hook.id}`,
    ).toEqual([{ actor_kind: "integration", actor_id: hook.id, actor_name: hook.name }]);
  });
});

describe("nothing that holds senders back holds a replay back", () => {
  test("a delivery that was here before", async () => {
    const github = await integrationRow({ type: "github" });
    const headers = { "x-github-event": "workflow_run", "x-github-delivery": randomUUID() };
    const failed = { ...run, workflow_run: { ...run.workflow_run, conclusion: "failure" } };
    expect((await post(github, failed, { headers })).status).toBe(202);
    await sql()`update incidents set status = 'resolved' where dedup_scope = ${github.id}`;
    expect(await replayRequest(names(github, await latest(github)), doing())).toMatchObject({ outcome: "accepted" });
    expect(await incidentsOf(github)).toMatchObject([{ status: "resolved" }, { status: "triggered" }]);
    await post(github, failed, { headers });
    expect((await latest(github)).outcome, "and the sender's own repeat still has no effect").toBe("ignored");
  });

  test("the limit, against which it does not count", async () => {
    startMinute();
    const narrow = await integrationRow({ type: "webhook", rateLimitPerMinute: 1 });
    await post(narrow, { title: "One", dedup_key: "one" });
    const request = await latest(narrow);
    for (const _ of [1, 2, 3]) await replayRequest(names(narrow, request), doing());
    expect(await sql()`select used from integration_usage where integration_id = ${narrow.id}`).toEqual([{ used: 1 }]);
    expect(await incidentsOf(narrow)).toMatchObject([{ alert_count: 4 }]);
  });

  test("a resolve that came later than what it tells happened", async () => {
    const began = { title: "Disk is full", dedup_key: "disk", timestamp: "2026-03-01T03:00:00Z" };
    await post(hook, began);
    await post(hook, { ...began, status: "ok", timestamp: "2026-03-01T03:05:00Z" });
    await post(hook, began);
    expect((await latest(hook)).reason, "the sender's own is stale").toMatch(/older than the resolve/);
    await replayRequest(names(hook, await latest(hook)), doing());
    expect(await incidentsOf(hook)).toMatchObject([{ status: "resolved" }, { status: "triggered" }]);
  });
});

test("what each event does is said before, and is what it does", async () => {
  await post(hook, { title: "Disk is full", dedup_key: "disk" });
  const [open] = await incidentsOf(hook);
  const list = [
    { title: "Disk is full", dedup_key: "disk", status: "acknowledged" },
    { title: "Disk is full", dedup_key: "disk", status: "ok" },
    { title: "Disk is full", dedup_key: "disk" },
    { title: "Disk is full", dedup_key: "disk" },
    { title: "Nothing", dedup_key: "none", status: "ok" },
  ];
  await updateIntegration(hook.id, { config: { itemsField: "alerts" } }, doing());
  await disable(hook, async () => expect((await post(hook, { alerts: list })).status).toBe(403));
  const request = await latest(hook);
  const incident = { id: open?.id, number: Number(open?.number) };
  const { events } = await preview(hook, request);
  expect(events.map(({ effect }) => effect)).toEqual([
    { does: "acknowledges", incident },
    { does: "resolves", incident },
    { does: "opens", incident: null },
    { does: "adds", incident: null },
    { does: "finds_nothing", incident: null },
  ]);
  const replay = await replayRequest(names(hook, request), doing());
  expect(replay.incidents).toHaveLength(2);
  expect(await incidentsOf(hook)).toMatchObject([
    { id: incident.id, status: "resolved" },
    { status: "triggered", alert_count: 2 },
  ]);
});

test("a request that is read as it was says so, also where its key is made anew each time", async () => {
  const events = await integrationRow({ type: "pagerduty" });
  const payload = { summary: "Disk is full", source: "db-1", severity: "error" };
  await post(events, { routing_key: events.key, event_action: "trigger", payload }, { path: "/v2/enqueue" });
  const previewed = await preview(events, await latest(events));
  expect(previewed).toMatchObject({ differs: false, events: [{ change: "same" }] });
  await replayRequest(names(events, await latest(events)), doing());
  expect(await incidentsOf(events)).toHaveLength(2);
});

test("what is read differently is told field by field", async () => {
  await post(hook, { title: "Disk is full", text: "97 %", dedup_key: "disk", host: "db-1" });
  await updateIntegration(hook.id, { config: { summaryField: "text", sourceField: "nowhere" } }, doing());
  const { events, differs } = await preview(hook, await latest(hook));
  expect(differs).toBe(true);
  expect(fieldsOf(events[0])).toMatchObject({
    summary: { change: "changed", before: "Disk is full", now: "97 %" },
    source: { change: "changed", before: "db-1", now: hook.name },
    dedupKey: { change: "same", before: "disk", now: "disk" },
  });
});

test("with keys that are shared in the service, it finds what another integration opened", async () => {
  const shares = { type: "webhook", serviceId: hook.serviceId, sharesKeys: true };
  const [one, other] = [await integrationRow(shares), await integrationRow(shares)];
  await post(one, { title: "Disk is full", dedup_key: "shared" });
  await post(other, { title: "Disk is full", dedup_key: "shared", status: "ok" });
  await post(one, { title: "Disk is full", dedup_key: "shared" });
  const resolve = await latest(other);
  expect((await preview(other, resolve)).events).toMatchObject([{ effect: { does: "resolves" } }]);
  await replayRequest(names(other, resolve), doing());
  expect(await sql()`select distinct status from incidents where dedup_key = 'shared'`).toEqual([
    { status: "resolved" },
  ]);
});

const run = {
  action: "completed",
  repository: { full_name: "acme/shop" },
  workflow_run: { id: 1, name: "CI", workflow_id: 159038, head_branch: "main", event: "push", status: "completed" },
};

const incidentsOf = ({ id }: Integration) => sql()`select * from incidents where dedup_scope = ${id} order by number`;

function fieldsOf(event: { fields: { field: string }[] } | undefined) {
  return Object.fromEntries((event?.fields ?? []).map((one) => [one.field, one]));
}
