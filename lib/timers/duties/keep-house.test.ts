import { beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { sql, statements } from "#db/client";
import { newId } from "#db/id";
import { testDatabase } from "#db/testing";
import { createIntegration, createPerson } from "#db/testing-rows";
import { keepHouse } from "#lib/timers/duties/keep-house";

const dayMs = 86_400_000;
const daysAgo = (days: number) => new Date(Date.now() - days * dayMs);

beforeAll(async () => {
  await testDatabase();
});

test("drops the days past retention and keeps the others, also of a table nobody prepared for", async () => {
  await makeDay("requests", daysAgo(40));
  await makeDay("requests", daysAgo(3));
  await makeDay("attempts", daysAgo(40));
  for (const days of [40, 35, 3, 0]) await addRequest(daysAgo(days));
  await keepHouse();
  await keepHouse();
  expect(
    (await sql().of(z.object({ at: z.date() }))`select received_at as at from requests order by 1`).map((row) =>
      Math.round((Date.now() - row.at.getTime()) / dayMs),
    ),
  ).toEqual([3, 0]);
  expect(
    await sql()`select relname from pg_class where relname in (${nameOf("requests", daysAgo(40))}, ${nameOf("attempts", daysAgo(40))})`,
  ).toEqual([]);
  expect(await sql()`select relname from pg_class where relname = ${nameOf("requests", daysAgo(-7))}`).toHaveLength(1);
});

test("moves what came before its day was prepared into that day", async () => {
  const day = daysAgo(-6);
  await statements().query(`drop table ${nameOf("requests", day)}`);
  await addRequest(day);
  await keepHouse();
  expect((await statements().query(`select received_at as at from ${nameOf("requests", day)}`)).rows).toEqual([
    { at: day },
  ]);
  expect(await sql()`select id from requests_default`).toEqual([]);
});

test("forgets expired sessions, invitations, keys and counts, and nothing that still holds", async () => {
  const pg = sql();
  const { id: person } = await createPerson({ name: "Alice" });
  const { id: integration } = await createIntegration();
  for (const days of [60, -60]) {
    await pg`insert into sessions (id, person_id, created_at, expires_at, last_seen_at) values (${newId()}, ${person}, ${daysAgo(90)}, ${daysAgo(days)}, ${daysAgo(90)})`;
    await pg`insert into invitations (id, person_id, token_hash, created_at, expires_at) values (${newId()}, ${person}, ${newId()}, ${daysAgo(90)}, ${daysAgo(days)})`;
    await pg`insert into integration_keys (key_hash, integration_id, sealed_key, created_at, expires_at) values (${newId()}, ${integration}, ''::bytea, ${daysAgo(90)}, ${daysAgo(days)})`;
    await pg`insert into received_deliveries (integration_id, delivery_id, request_id, received_at) values (${integration}, ${String(days)}, ${newId()}, ${daysAgo(days)})`;
    await createIntegration({ previousSignatureSecret: new Uint8Array([1]), previousSecretExpiresAt: daysAgo(days) });
    await pg`insert into integration_usage (integration_id, minute, used) values (${integration}, ${daysAgo(days)}, 1)`;
    await pg`insert into destination_stats (destination_id, bucket) values (${integration}, ${daysAgo(days)})`;
    await pg`insert into sign_in_failures (key, expire) values (${newId()}, ${daysAgo(days)})`;
  }
  await keepHouse();
  const counts = await Promise.all(
    [
      "sessions",
      "invitations",
      "integration_usage",
      "received_deliveries",
      "destination_stats",
      "sign_in_failures",
    ].map(async (table) => (await statements().query(`select from ${table}`)).rowCount),
  );
  expect(counts).toEqual([1, 1, 1, 1, 1, 1]);
  expect(await pg`select from integrations where previous_signature_secret is not null`).toHaveLength(1);
  // The key that came with the integration has no end.
  expect(
    await pg`select from integration_keys where integration_id = ${integration} or expires_at is not null`,
  ).toHaveLength(2);
});

async function addRequest(at: Date): Promise<void> {
  await sql()`insert into requests (id, received_at, source, method, path, query, headers, body, ip, outcome, status, events, duration_ms)
    values (${newId()}, ${at}, 'test', 'POST', '/', '', '{}'::jsonb, ''::bytea, '127.0.0.1', 'accepted', 202, '[]'::jsonb, 1)`;
}

async function makeDay(table: string, at: Date): Promise<void> {
  const from = at.toISOString().slice(0, 10);
  const until = new Date(at.getTime() + dayMs).toISOString().slice(0, 10);
  await statements().query(
    `create table ${nameOf(table, at)} partition of ${table} for values from ('${from}') to ('${until}')`,
  );
}

const nameOf = (table: string, at: Date) => `${table}_${at.toISOString().slice(0, 10).replaceAll("-", "")}`;
