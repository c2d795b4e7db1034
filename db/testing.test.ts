import { beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { db, sql } from "#db/client";
import { json } from "#db/row-types";
import { services } from "#db/schema/services";
import { testDatabase } from "#db/testing";
import { createIntegration, createPerson, createService } from "#db/testing-rows";
import { env } from "#lib/env";

beforeAll(async () => void (await testDatabase()));

test("a test file has a migrated database of its own", async () => {
  const [row] = await sql().of(z.object({ name: z.string(), tables: z.number() }))`
    select current_database() as name, (select count(*)::int from information_schema.tables where table_schema = 'public') as tables`;
  expect(env().DATABASE_URL).toContain(`/${row?.name}`);
  expect(row?.tables).toBeGreaterThan(30);
});

test("the raw client and Drizzle see the same rows", async () => {
  const service = await createService({ name: "Checkout" });
  expect(await db().select().from(services)).toEqual([service]);
  expect(await sql()`select name from services`).toEqual([{ name: "Checkout" }]);
});

test("rows of the factories differ from each other", async () => {
  const [one, other] = [await createIntegration(), await createIntegration()];
  expect(one.key).not.toBe(other.key);
  expect((await createPerson()).email).not.toBe((await createPerson()).email);
});

test("an incident as SQL shows it has what the view promises", async () => {
  const service = await createService();
  const [row] = await sql().of(z.object({ shown: json<Record<string, unknown>>() }))`
    with made as (
      insert into incidents (id, service_id, dedup_scope, dedup_key, title, source, status, severity, urgency, alert_count, opened_at, last_alert_at, changed_at)
      values (gen_random_uuid(), ${service.id}, ${service.id}, 'disk', 'Disk full', 'db-1', 'triggered', 'critical', 'high', 1, now(), now(), now())
      returning *)
    select incident_snapshot(made::incidents) as shown from made`;
  expect(row?.shown).toMatchObject({
    title: "Disk full",
    service: { id: service.id, name: service.name },
    assignees: [],
  });
});
