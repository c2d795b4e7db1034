import { beforeAll, expect, test } from "vitest";
import { sql } from "#db/client";
import { newId } from "#db/id";
import { failuresByClass, requestsByHour, requestsOfDestination } from "#db/queries/destination-health";
import { testDatabase } from "#db/testing";

const now = new Date("2026-11-20T12:00:00Z");
const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
const [card, other] = [newId(), newId()];

beforeAll(async () => {
  await testDatabase();
  const pg = sql();
  for (const id of [card, other]) {
    await pg`insert into destinations (id, type, name, config, stats_from, created_at) values (${id}, 'webhook', 'Alice', '{}', ${now}, ${now})`;
  }
  for (const [id, minutes, ok, bad] of [
    [card, 5, 3, 1],
    [card, 10, 2, 0],
    [card, 130, 0, 4],
    [card, 60 * 25, 9, 9],
    [other, 5, 7, 0],
  ] as const) {
    await pg`insert into destination_stats (destination_id, bucket, ok, bad) values (${id}, ${ago(minutes)}, ${ok}, ${bad})`;
  }
});

test("requests are counted by the hour, for each destination, and only of the last day", async () => {
  const byId = await requestsByHour(now);
  expect(byId.get(card)?.map(({ ok, bad }) => [ok, bad])).toEqual([
    [0, 4],
    [5, 1],
  ]);
  expect(byId.get(card)?.at(-1)?.at).toEqual(ago(60));
  expect(byId.get(other)?.map(({ ok }) => ok)).toEqual([7]);
});

test("a stretch may be longer than an hour", async () => {
  const week = await requestsOfDestination(card, ago(7 * 24 * 60), 24 * 3_600_000);
  expect(week.map(({ ok, bad }) => [ok, bad])).toEqual([
    [9, 9],
    [5, 5],
  ]);
});

test("failed attempts are counted by their reason, with the words of the last one", async () => {
  await fail(card, [
    [30, "refused_status", "The server answered 500."],
    [20, "refused_status", "The server answered 502."],
    [10, "timed_out", "No answer."],
  ]);
  await fail(card, [[60 * 24 * 9, "dns_failed", "Too long ago."]]);
  await fail(other, [[5, "tls_failed", "Not this one."]]);
  const failures = await failuresByClass(card, ago(7 * 24 * 60));
  expect(failures).toMatchObject([
    { class: "refused_status", attempts: 2, lastError: "The server answered 502.", lastAt: ago(20) },
    { class: "timed_out", attempts: 1, lastError: "No answer." },
  ]);
});

async function fail(destinationId: string, tries: [minutes: number, kind: string, error: string][]) {
  const pg = sql();
  const eventId = newId();
  const at = ago(tries[0]?.[0] ?? 0);
  await pg`insert into platform_events (id, type, payload, occurred_at) values (${eventId}, 'incident.triggered', '{}', ${at})`;
  const [row] = await pg`
    insert into deliveries (event_id, destination_id, kind, state, created_at, due_at, attempt, last_class)
    values (${eventId}, ${destinationId}, 'event', 'pending', ${at}, ${at}, ${tries.length}, ${tries.at(-1)?.[1] ?? null}) returning id`;
  for (const [n, [minutes, kind, error]] of tries.entries()) {
    await pg`insert into attempts (delivery_id, n, at, class, error, total_ms) values (${row?.id}, ${n + 1}, ${ago(minutes)}, ${kind}, ${error}, 5)`;
  }
}
