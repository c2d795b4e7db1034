import { beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { db, sql } from "#db/client";
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
