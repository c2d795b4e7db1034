import { beforeAll, describe, expect, test } from "vitest";
import { sql } from "#db/client";
import { newId } from "#db/id";
import { alertById, listAlerts } from "#db/queries/alerts";
import { ForeignCursor } from "#db/queries/cursor";
import { deliveriesOf, timelineOf } from "#db/queries/timeline";
import { testDatabase } from "#db/testing";
import { addNote } from "#lib/incidents/add-note";
import { alice, createIncident, type IncidentRow } from "#lib/incidents/testing-incidents";

let incident: IncidentRow;

beforeAll(async () => {
  await testDatabase();
  incident = await createIncident();
});

describe("the alerts of an incident", () => {
  test("come newest first, page by page, each with the request that carried it", async () => {
    for (let at = 0; at < 7; at++)
      await addAlert(`alert ${at}`, `{"n":${at}}`, new Date(Date.now() - (7 - at) * 60_000));
    const summaries: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listAlerts(incident.id, { cursor, limit: 3 });
      for (const alert of page.data) expect(alert.request?.body).toBe(`{"n":${alert.summary.slice(6)}}`);
      summaries.push(...page.data.map((alert) => alert.summary));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(summaries).toEqual([6, 5, 4, 3, 2, 1, 0].map((at) => `alert ${at}`));
  });

  test("show the start of a large body in a page, and the whole by itself", async () => {
    const body = "x".repeat(20_000);
    const id = await addAlert("large", body, new Date());
    expect((await listAlerts(incident.id, { limit: 1 })).data[0]?.request).toMatchObject({
      body: body.slice(0, 16_384),
      truncated: true,
    });
    expect((await alertById(id))?.request).toMatchObject({ body, truncated: false });
  });

  test("stay when their request is gone", async () => {
    const id = await addAlert("kept", "{}", new Date());
    await sql()`delete from requests`;
    expect(await alertById(id)).toMatchObject({ summary: "kept", request: null });
    expect((await listAlerts(incident.id)).data.every((alert) => alert.request === null)).toBe(true);
  });

  test("are none for an incident without, and nothing for a cursor from elsewhere", async () => {
    const other = await createIncident();
    expect(await listAlerts(other.id)).toEqual({ data: [], nextCursor: null });
    await expect(listAlerts(other.id, { cursor: "MTI" })).rejects.toBeInstanceOf(ForeignCursor);
    expect(await alertById("nonsense")).toBeUndefined();
  });
});

test("the timeline is newest last, and names the deliveries of each event", async () => {
  const now = Date.now();
  for (const at of [1, 2, 3]) await addNote(incident.id, `note ${at}`, { actor: alice, now: new Date(now + at) });
  expect((await timelineOf(incident.id)).map((entry) => entry.details.text)).toEqual(["note 1", "note 2", "note 3"]);
  const destination = newId();
  await sql()`insert into destinations (id, type, name, config, stats_from, created_at) values (${destination}, 'webhook', 'Hook', '{}'::jsonb, now(), now())`;
  await sql()`insert into deliveries (event_id, destination_id, kind, state, created_at, due_at, attempt, last_class, last_status)
    select id, ${destination}, 'event', 'pending', now(), now(), 1, 'refused_status', 500 from platform_events where incident_id = ${incident.id} order by seq`;
  const deliveries = await deliveriesOf(incident.id);
  expect(deliveries).toHaveLength(3);
  expect(deliveries[0]).toMatchObject({
    id: expect.any(String),
    eventType: "incident.noted",
    destination: { name: "Hook", type: "webhook" },
    state: "pending",
    attempt: 1,
    lastStatus: 500,
  });
  expect(deliveries.map((delivery) => Number(delivery.id))).toEqual(
    deliveries.map((delivery) => Number(delivery.id)).toSorted((a, b) => a - b),
  );
});

async function addAlert(summary: string, body: string, at: Date): Promise<string> {
  const [request, alert] = [newId(), newId(at.getTime())];
  await sql()`insert into requests (id, received_at, source, method, path, query, headers, body, ip, outcome, status, events, duration_ms)
    values (${request}, ${at}, 'test', 'POST', '/api/events', '', '{}'::jsonb, ${Buffer.from(body)}, '127.0.0.1', 'accepted', 202, '[]'::jsonb, 1)`;
  await sql()`insert into alerts (id, request_id, service_id, incident_id, action, dedup_key, summary, source, severity, details, links, images, received_at)
    values (${alert}, ${request}, ${incident.serviceId}, ${incident.id}, 'trigger', ${incident.dedupKey}, ${summary}, 'db-1', 'error', '{}'::jsonb, '[]'::jsonb, '[]'::jsonb, ${at})`;
  return alert;
}
