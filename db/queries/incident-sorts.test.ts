import { eq, notInArray } from "drizzle-orm";
import fc from "fast-check";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { db } from "#db/client";
import { ForeignCursor } from "#db/queries/cursor";
import { type IncidentView, listIncidents } from "#db/queries/incidents";
import { incidents } from "#db/schema/incidents";
import { testDatabase } from "#db/testing";
import { createPerson, createService } from "#db/testing-rows";
import { type IncidentSort, incidentSorts, incidentStatuses, severities, urgencies } from "#db/vocabulary";
import { createIncident, type IncidentRow } from "#lib/incidents/testing-incidents";

const start = new Date("2026-11-20T00:00:00.000Z").getTime();
const titles = ["disk full", "Disk is full", "CPU 100%", "Äther", "zz:top", "错误", "O'Reilly: \\ : job"];

let people: string[];
let serviceIds: string[];
let rows: IncidentRow[];

beforeAll(async () => {
  await testDatabase();
  people = [(await createPerson({ name: "Bob" })).id, (await createPerson({ name: "alice" })).id];
  serviceIds = [(await createService({ name: "Web: a" })).id, (await createService({ name: "api" })).id];
  rows = [];
  for (let at = 0; at < 60; at++) rows.push(await createIncident(variant(at)));
});

afterEach(async () => {
  const own = rows.map(({ id }) => id);
  await db().delete(incidents).where(notInArray(incidents.id, own));
});

describe.each(incidentSorts)("by %s", (sort) => {
  test("every incident comes once and in its order, whatever the page size", async () => {
    const all = (await listIncidents({}, { sort, limit: 200 })).data;
    expect(all).toHaveLength(await db().$count(incidents));
    expect(keysOf(all, sort)).toEqual(keysOf(all, sort).toSorted(comparing(sort)));
    for (const limit of [1, 7, 30]) expect(numbers(await allPages(sort, limit))).toEqual(numbers(all));
  });

  test("what does not change is neither lost nor repeated while everything around it does", async () => {
    const still = (at: number) => at % 3 !== 0;
    const expected = (await listIncidents({}, { sort, limit: 200 })).data.filter((row) => isStill(row, still));
    const seen = await allPages(sort, 5, async (page) => {
      const moving = rows.filter((_, at) => !still(at));
      for (const [at, row] of moving.entries()) {
        const { dedupKey: _, openedAt: __, ...change } = variant(at * 7 + page);
        await db().update(incidents).set(change).where(eq(incidents.id, row.id));
      }
      await createIncident(variant(page));
    });
    expect(numbers(seen.filter((row) => isStill(row, still)))).toEqual(numbers(expected));
  });
});

test("needing somebody first: triggered and high, then low, then acknowledged, snoozed and resolved; the newest first", async () => {
  const service = (await createService()).id;
  const make = async (change: Partial<IncidentRow>) => (await createIncident({ serviceId: service, ...change })).number;
  const snoozed = await make({ snoozedUntil: new Date(start) });
  const resolved = await make({ status: "resolved" });
  const lowTaken = await make({ status: "acknowledged", urgency: "low" });
  const taken = await make({ status: "acknowledged" });
  const [older, newer] = [await make({}), await make({})];
  const low = await make({ urgency: "low" });
  const { data } = await listIncidents({ serviceId: service }, { sort: "-priority" });
  expect(numbers(data)).toEqual([newer, older, low, taken, lowTaken, snoozed, resolved]);
});

test("a cursor of another order, or of none, is refused", async () => {
  const { nextCursor } = await listIncidents({}, { sort: "title", limit: 1 });
  for (const sort of incidentSorts.filter((each) => each !== "title"))
    await expect(listIncidents({}, { sort, cursor: nextCursor ?? "" })).rejects.toBeInstanceOf(ForeignCursor);
  const wild = fc.oneof(
    fc.string(),
    fc.constantFrom(
      "opened:1:2026-02-30T00:00:00.000000Z",
      "title:1:\0",
      "alerts:1:99999999999",
      "alerts:1:",
      "title:x:a",
    ),
  );
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...incidentSorts), wild, async (sort, text) => {
      const cursor = Buffer.from(text).toString("base64url");
      await listIncidents({}, { sort, cursor }).catch((error) => expect(error).toBeInstanceOf(ForeignCursor));
    }),
    { numRuns: 200 },
  );
});

function variant(at: number) {
  const status = pick(incidentStatuses, at);
  return {
    title: pick(titles, at * 3),
    dedupKey: `key${at}-${Math.random()}`,
    serviceId: pick(serviceIds, at),
    status,
    severity: pick(severities, at * 7),
    urgency: pick(urgencies, Math.floor(at / 2)),
    assigneeIds: at % 4 === 0 ? [] : at % 4 === 1 ? people : [pick(people, at)],
    alertCount: 1 + ((at * 11) % 5),
    snoozedUntil: status !== "resolved" && at % 5 === 0 ? new Date(start) : null,
    openedAt: new Date(start + Math.floor(at / 3) * 1000),
    changedAt: new Date(start + ((at * 5) % 9) * 1000),
  };
}

function isStill({ id }: IncidentView, still: (at: number) => boolean): boolean {
  const at = rows.findIndex((row) => row.id === id);
  return at >= 0 && still(at);
}

async function allPages(sort: IncidentSort, limit: number, between?: (page: number) => Promise<unknown>) {
  const all: IncidentView[] = [];
  let cursor: string | undefined;
  for (let page = 0; page === 0 || cursor; page++) {
    const read = await listIncidents({}, { sort, cursor, limit });
    all.push(...read.data);
    cursor = read.nextCursor ?? undefined;
    await between?.(page);
  }
  return all;
}

const numbers = (some: IncidentView[]) => some.map((row) => row.number);

type Key = { value: number | string; number: number };

/** What each row is ordered by, in plain words; texts only by what Postgres says of them. */
function keysOf(some: IncidentView[], sort: IncidentSort): Key[] {
  const name = sort.replace("-", "");
  const read: Record<string, (row: IncidentView) => number> = {
    number: (row) => row.number,
    severity: (row) => severities.indexOf(row.severity),
    urgency: (row) => ["low", "high"].indexOf(row.urgency),
    alerts: (row) => row.alertCount,
    opened: (row) => row.openedAt.getTime(),
    changed: (row) => row.changedAt.getTime(),
  };
  const keyOf = read[name];
  return keyOf ? some.map((row) => ({ value: keyOf(row), number: row.number })) : [];
}

function comparing(sort: IncidentSort) {
  const turn = sort.startsWith("-") ? -1 : 1;
  return (one: Key, other: Key) => turn * (Number(one.value) - Number(other.value)) || other.number - one.number;
}

function pick<Item>(items: readonly Item[], at: number): Item {
  const item = items[at % items.length];
  if (item === undefined) throw new Error("nothing to pick from");
  return item;
}
