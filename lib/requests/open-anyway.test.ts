import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { sql } from "#db/client";
import { requestById } from "#db/queries/requests";
import { testDatabase } from "#db/testing";
import { createIntegration } from "#db/testing-rows";
import { openAnyway } from "#lib/requests/open-anyway";
import { alice, all, disable, doing, type Integration, latest, names, post } from "#lib/requests/testing-replays";

let hook: Integration;
beforeAll(() => testDatabase());
beforeEach(async () => {
  hook = await createIntegration({ type: "webhook", rateLimitPerMinute: 0 });
});

const disk = { title: "Disk is full", dedup_key: "disk", timestamp: "2026-03-01T03:00:00Z" };
const isOver = { ...disk, status: "ok", timestamp: "2026-03-01T03:05:00Z" };
const incidentsOf = ({ id }: Integration) =>
  sql()`select id, number::int, status, alert_count from incidents where dedup_scope = ${id} order by number`;
const open = async (integration = hook) => openAnyway(names(integration, await latest(integration)), doing());

describe("a trigger that opened nothing, because the resolve came first", () => {
  beforeEach(async () => {
    for (const message of [disk, isOver, disk]) await post(hook, message);
  });

  test("says so on its request and on the incident of its key", async () => {
    const { id } = await latest(hook);
    expect(await requestById(hook.id, id)).toMatchObject({ unopened: ["disk"], incidents: [] });
    const [, resolve] = await all(hook);
    expect(await requestById(hook.id, resolve?.id ?? "")).toMatchObject({ unopened: [] });
    const [incident] = await incidentsOf(hook);
    expect(
      await sql()`select kind, actor_name, details from timeline_entries
        where incident_id = ${incident?.id} order by at desc, id desc limit 1`,
    ).toEqual([
      {
        kind: "trigger_ignored",
        actor_name: hook.name,
        details: {
          summary: "Disk is full",
          occurredAt: "2026-03-01T03:00:00.000Z",
          integrationId: hook.id,
          requestId: id,
        },
      },
    ]);
  });

  test("is opened all the same by whoever asks, under their name", async () => {
    const first = await latest(hook);
    const opened = await open();
    expect(opened).toMatchObject({
      replayOf: first.id,
      outcome: "accepted",
      reason: "Opened by Alice Adams, although a resolve came first.",
    });
    expect(await incidentsOf(hook)).toMatchObject([
      { status: "resolved" },
      { status: "triggered", number: opened.incidents[0]?.number },
    ]);
    expect(await sql()`select actor_id, action, after from audit_entries where object_id = ${first.id}`).toMatchObject([
      { actor_id: alice.id, action: "request.opened_anyway", after: { requestId: opened.id } },
    ]);
    expect(await requestById(hook.id, first.id)).toMatchObject({ unopened: [] });
  });

  test("is opened once", async () => {
    const names_ = names(hook, await latest(hook));
    await openAnyway(names_, doing());
    await expect(openAnyway(names_, doing())).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("nothing left to open"),
    });
    expect(await incidentsOf(hook)).toMatchObject([{ status: "resolved" }, { status: "triggered", alert_count: 1 }]);
  });

  test("is not opened while its integration is disabled", async () => {
    await disable(hook, () =>
      expect(open()).rejects.toMatchObject({ code: "conflict", message: expect.stringContaining("disabled") }),
    );
    expect(await incidentsOf(hook)).toMatchObject([{ status: "resolved" }]);
  });
});

test("of a request with several events only the triggers that opened nothing are carried out", async () => {
  const several = await createIntegration({ type: "webhook", rateLimitPerMinute: 0, config: { itemsField: "alerts" } });
  const net = { ...disk, title: "Net is down", dedup_key: "net" };
  const cpu = { title: "CPU is hot", dedup_key: "cpu", status: "ok" };
  await post(several, { alerts: [disk, cpu] });
  await post(several, { alerts: [isOver] });
  await post(several, { alerts: [{ ...cpu, status: "firing" }] });
  await post(several, { alerts: [disk, net, cpu] });
  expect((await requestById(several.id, (await latest(several)).id))?.unopened).toEqual(["disk"]);
  await post(several, { alerts: [{ ...cpu, status: "firing" }] });
  const [, mixed] = await all(several);
  await openAnyway(names(several, mixed), doing());
  const rows =
    await sql()`select dedup_key, status, alert_count from incidents where dedup_scope = ${several.id} order by number`;
  expect(rows.map((row) => Object.values(row).join(" "))).toEqual([
    "disk resolved 1",
    "cpu resolved 1",
    "net triggered 1",
    "cpu triggered 1",
    "disk triggered 1",
  ]);
});

test("a trigger whose key has only seen resolves opens too", async () => {
  for (const message of [isOver, disk]) await post(hook, message);
  expect(await incidentsOf(hook)).toEqual([]);
  await open();
  expect(await incidentsOf(hook)).toMatchObject([{ status: "triggered" }]);
});

test("what went to an incident is refused, and so is a request that is not there", async () => {
  await post(hook, disk);
  await expect(open()).rejects.toMatchObject({ code: "conflict" });
  await expect(openAnyway(names(hook, { id: "no" }), doing())).rejects.toMatchObject({ code: "not_found" });
});
