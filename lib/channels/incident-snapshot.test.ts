import { expect, test } from "vitest";
import { z } from "zod";
import { sql } from "#db/client";
import { uuidPattern } from "#db/id";
import { json } from "#db/row-types";
import { testDatabase } from "#db/testing";
import { createService } from "#db/testing-rows";
import { type IncidentSnapshot, incidentSnapshot } from "#lib/events/incident-snapshot";

test("an incident as SQL shows it has what the snapshot promises, and nothing else", async () => {
  await testDatabase();
  const service = await createService();
  const openedAt = new Date("2026-11-21T10:00:00.123Z");
  const [row] = await sql().of(z.object({ shown: json<Record<string, unknown>>() }))`
    with made as (
      insert into incidents (id, service_id, dedup_scope, dedup_key, title, source, status, severity, urgency, alert_count, opened_at, last_alert_at, changed_at)
      values (gen_random_uuid(), ${service.id}, ${service.id}, 'disk', 'Disk full', 'db-1', 'triggered', 'critical', 'high', 1, ${openedAt}, now(), now())
      returning *)
    select incident_snapshot(made::incidents) as shown from made`;
  expect(incidentSnapshot.strict().parse(row?.shown)).toEqual({
    id: expect.stringMatching(uuidPattern),
    number: expect.any(Number),
    title: "Disk full",
    status: "triggered",
    severity: "critical",
    urgency: "high",
    source: "db-1",
    dedupKey: "disk",
    service: { id: service.id, name: service.name },
    assignees: [],
    alertCount: 1,
    openedAt: "2026-11-21T10:00:00.123+00:00",
    acknowledgedAt: null,
    resolvedAt: null,
    snoozedUntil: null,
    links: [],
  } satisfies Record<keyof IncidentSnapshot, unknown>);
});
