import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { ForeignCursor } from "#db/queries/cursor";
import { type IncidentFilter, incidentTabs } from "#db/queries/incident-filters";
import { countIncidents, listIncidents } from "#db/queries/incidents";
import { testDatabase } from "#db/testing";
import { createPerson, createService, type PersonRow, type ServiceRow } from "#db/testing-rows";
import { incidentStatuses, severities, urgencies } from "#db/vocabulary";
import { createIncident, type IncidentRow } from "#lib/incidents/testing-incidents";

const hour = 3_600_000;
const start = new Date("2026-11-20T00:00:00.000Z").getTime();
const titles = [
  "Disk full on db-01.example.com",
  "Payments latency over 2s",
  "Диск заполнен",
  "CPU 100% (node_7)",
  "O'Reilly \\ job failed: etl/nightly",
];
const sources = ["db-01", "prometheus", "checkout"];

let services: ServiceRow[];
let alice: PersonRow;
let rows: IncidentRow[];

beforeAll(async () => {
  await testDatabase();
  services = [await createService(), await createService()];
  alice = await createPerson({ name: "Alice" });
  rows = [];
  for (let at = 0; at < 120; at++) rows.push(await createIncident(variant(at)));
});

describe("the list", () => {
  test("gives every incident once, newest first, whatever the filter and the page size", async () => {
    await fc.assert(
      fc.asyncProperty(filters(), fc.integer({ min: 1, max: 60 }), async (filter, limit) => {
        const expected = rows.filter((row) => matches(row, filter)).map((row) => row.number);
        expect(await allNumbers(filter, limit)).toEqual(expected.toSorted((a, b) => b - a));
      }),
      { numRuns: 60 },
    );
  });

  test.each([
    ["disk full", [0]],
    ["FULL dis", [0]],
    ["db-01.example", [0]],
    ["example.com", [0]],
    ["payments 2s", [1]],
    ["Диск", [2]],
    ["node_7", [3]],
    ["cpu 100%", [3]],
    ["o'reilly", [4]],
    ["etl/nightly", [4]],
    ["nightly etl:", [4]],
    ["' & | ! :* <-> ( \\", []],
    ["disk & !full", [0]],
    ["nosuchword", []],
    ["qa\0b \ud800", []],
  ])("finds %j by the words of titles", async (q, kinds) => {
    const found = await listIncidents({ q }, { limit: 200 });
    expect(new Set(found.data.map((incident) => titles.indexOf(incident.title)))).toEqual(new Set(kinds));
  });

  test("finds by number, by dedup key and by source", async () => {
    const row = await createIncident({ dedupKey: "alertname=HighLoad,instance=web-17", source: "zabbix-7" });
    for (const q of [`#${row.number}`, ` #${row.number} `, "HighLoad", "web-17", "zabbix"]) {
      expect((await listIncidents({ q })).data.map((incident) => incident.id)).toEqual([row.id]);
    }
    expect((await listIncidents({ q: String(row.number) })).data.map((incident) => incident.id)).toContain(row.id);
    rows.push(row);
  });

  test("names the service and the assignees", async () => {
    const [first] = (await listIncidents({ assigneeId: alice.id }, { limit: 1 })).data;
    expect(first?.assignees).toEqual([{ id: alice.id, name: "Alice" }]);
    expect(services.map(({ id, name }) => ({ id, name }))).toContainEqual(first?.service);
  });

  test.each(["nonsense", "LTE", "", Buffer.from("1; drop").toString("base64url")])(
    "refuses the cursor %j or starts anew",
    async (cursor) => {
      const listing = listIncidents({}, { cursor });
      if (cursor === "") expect((await listing).data.length).toBeGreaterThan(0);
      else await expect(listing).rejects.toBeInstanceOf(ForeignCursor);
    },
  );

  test("counts what is open, mine and snoozed", async () => {
    const open = rows.filter((row) => matches(row, { status: "open" }));
    expect(await countIncidents(alice.id)).toEqual({
      open: open.length,
      mine: open.filter((row) => row.assigneeIds.includes(alice.id)).length,
      snoozed: rows.filter((row) => row.snoozedUntil).length,
    });
    expect(await countIncidents(null)).toMatchObject({ mine: 0 });
  });
});

function variant(at: number) {
  const status = pick(incidentStatuses, at);
  return {
    title: pick(titles, at),
    dedupKey: `key${at}`,
    serviceId: pick(services, at).id,
    status,
    severity: pick(severities, at * 7),
    urgency: pick(urgencies, Math.floor(at / 2)),
    source: pick(sources, Math.floor(at / 3)),
    assigneeIds: at % 4 === 0 ? [alice.id] : [],
    snoozedUntil: status !== "resolved" && at % 5 === 0 ? new Date(start + 1000 * hour) : null,
    openedAt: new Date(start + at * hour),
  };
}

function filters(): fc.Arbitrary<IncidentFilter> {
  const moment = fc.integer({ min: -5, max: 125 }).map((at) => new Date(start + at * hour));
  return fc.record(
    {
      status: fc.constantFrom(...incidentTabs),
      serviceId: oneOrSome(fc.integer({ min: 0, max: 1 }).map((at) => pick(services, at).id)),
      assigneeId: oneOrSome(fc.boolean().map((nobody) => (nobody ? "none" : alice.id))),
      severity: oneOrSome(fc.constantFrom(...severities)),
      urgency: oneOrSome(fc.constantFrom(...urgencies)),
      source: oneOrSome(fc.constantFrom(...sources)),
      since: moment,
      until: moment,
    },
    { requiredKeys: [] },
  );
}

const oneOrSome = <Value>(value: fc.Arbitrary<Value>) => fc.oneof(value, fc.uniqueArray(value, { maxLength: 3 }));

/** The filter in plain words, beside which the SQL is held. */
function matches(row: IncidentRow, filter: IncidentFilter): boolean {
  const isOpen = row.status !== "resolved" && !row.snoozedUntil;
  const tabs = { all: true, open: isOpen, snoozed: Boolean(row.snoozedUntil), resolved: row.status === "resolved" };
  const status = filter.status ?? "all";
  return (
    (status === "triggered" || status === "acknowledged" ? isOpen && row.status === status : tabs[status]) &&
    isAmong(filter.serviceId, [row.serviceId]) &&
    isAmong(filter.assigneeId, row.assigneeIds.length > 0 ? row.assigneeIds : ["none"]) &&
    isAmong(filter.severity, [row.severity]) &&
    isAmong(filter.urgency, [row.urgency]) &&
    isAmong(filter.source, [row.source]) &&
    (!filter.since || row.openedAt >= filter.since) &&
    (!filter.until || row.openedAt < filter.until)
  );
}

function isAmong(asked: string | readonly string[] | undefined, own: string[]): boolean {
  return asked === undefined || asked.length === 0 || own.some((value) => asked.includes(value));
}

async function allNumbers(filter: IncidentFilter, limit: number): Promise<number[]> {
  const numbers: number[] = [];
  let cursor: string | undefined;
  do {
    const page = await listIncidents(filter, { cursor, limit });
    numbers.push(...page.data.map((incident) => incident.number));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return numbers;
}

function pick<Item>(items: readonly Item[], at: number): Item {
  const item = items[at % items.length];
  if (item === undefined) throw new Error("nothing to pick from");
  return item;
}
