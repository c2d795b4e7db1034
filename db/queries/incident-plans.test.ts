import { sql as fragment } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { db } from "#db/client";
import type { IncidentFilter } from "#db/queries/incident-filters";
import { incidentRows } from "#db/queries/incidents";
import type { Sql } from "#db/sql";
import { fill, testDatabase } from "#db/testing";
import { createPerson, createService } from "#db/testing-rows";
import { type IncidentSort, incidentSorts } from "#db/vocabulary";

const size = 300_000;
/** A page reads fifty incidents: what is more than this many blocks of 8 kB would grow with the table. */
const mostBlocks = 2500;

let service: string;
let quietService: string;
let alice: string;

beforeAll(async () => {
  await testDatabase();
  service = (await createService()).id;
  quietService = (await createService()).id;
  alice = (await createPerson({ name: "Alice" })).id;
  await fill(withIncidents);
}, 240_000);

// EXPLAIN plans for the parameters at hand whatever the setting; the list itself only does so with this one.
test("lists are planned for their parameters", async () => {
  expect((await db().execute(fragment`show plan_cache_mode`)).rows).toEqual([{ plan_cache_mode: "auto" }]);
});

describe(`a page of ${size.toLocaleString("en")} incidents is read by an index`, () => {
  test.each<[string, () => IncidentFilter, string?]>([
    ["open", () => ({ status: "open" })],
    ["triggered", () => ({ status: "triggered" })],
    ["acknowledged", () => ({ status: "acknowledged" })],
    ["snoozed", () => ({ status: "snoozed" })],
    ["resolved", () => ({ status: "resolved" })],
    ["all", () => ({})],
    ["all, deep down", () => ({}), cursorOf(1000)],
    ["resolved, deep down", () => ({ status: "resolved" }), cursorOf(1000)],
    ["mine", () => ({ status: "open", assigneeId: alice })],
    ["everything I ever had", () => ({ assigneeId: alice })],
    ["a service", () => ({ serviceId: service })],
    ["a service that had nothing for long", () => ({ serviceId: quietService })],
    ["what is open of a service", () => ({ status: "open", serviceId: service })],
    ["what is open of a quiet service", () => ({ status: "open", serviceId: quietService })],
    ["what is resolved of a service", () => ({ status: "resolved", serviceId: service })],
    ["a rare severity", () => ({ severity: "critical" })],
    ["a frequent severity", () => ({ severity: "error" })],
    ["a rare urgency of a rare source", () => ({ urgency: "low", source: "host-77" })],
    ["a source that never was", () => ({ source: "nothing" })],
    ["a rare word", () => ({ q: "unicorn" })],
    ["a frequent word", () => ({ q: "disk" })],
    ["the start of a word", () => ({ q: "unic" })],
    ["a word that never was", () => ({ q: "xyzzy" })],
    ["a number", () => ({ q: "#4711" })],
    ["an hour long ago", () => ({ since: new Date("2026-01-02T00:00:00Z"), until: new Date("2026-01-02T01:00:00Z") })],
  ])("%s", async (_, filter, cursor) => {
    const plan = await planOf(filter(), cursor);
    expect(plan.scans.filter((scan) => scan.startsWith("Seq Scan"))).toEqual([]);
    expect(plan.scans).not.toEqual([]);
    expect(plan.blocks, plan.scans.join(", ")).toBeLessThan(mostBlocks);
  });
});

describe("ordered otherwise, too", () => {
  test.each<[string, () => IncidentFilter, IncidentSort, string?]>([
    ["the first that need somebody", () => ({}), "-priority"],
    ["open, the first that need somebody", () => ({ status: "open" }), "-priority"],
    ["mine, the first that need somebody", () => ({ status: "open", assigneeId: alice }), "-priority"],
    ["resolved, the first that need somebody", () => ({ status: "resolved" }), "-priority"],
    ["resolved, deep down", () => ({ status: "resolved" }), "-priority", textCursor("-priority:1000:0")],
    [
      "several severities of a quiet service",
      () => ({ serviceId: quietService, severity: ["error", "critical"] }),
      "-priority",
    ],
    [
      "several services of which one is quiet",
      () => ({ status: "open", serviceId: [service, quietService] }),
      "-priority",
    ],
    ["the oldest", () => ({}), "opened"],
    ["the oldest, deep down", () => ({}), "opened", textCursor("opened:7:2026-03-01T00:00:00.000000Z")],
    ["the newest by time", () => ({}), "-opened"],
    ...incidentSorts.map((sort): [string, () => IncidentFilter, IncidentSort] => [
      `open by ${sort}`,
      () => ({ status: "open" }),
      sort,
    ]),
  ])("%s", async (_, filter, sort, cursor) => {
    const plan = await planOf(filter(), cursor, sort);
    expect(plan.scans.filter((scan) => scan.startsWith("Seq Scan"))).toEqual([]);
    expect(plan.blocks, plan.scans.join(", ")).toBeLessThan(mostBlocks);
  });
});

// Nearly all resolved long ago; one in a thousand open, few critical, one word and one service that are rare.
async function withIncidents(sql: Sql) {
  await sql`
    insert into incidents (id, service_id, dedup_scope, dedup_key, title, source, status, severity, urgency, assignee_ids, alert_count,
      opened_at, last_alert_at, resolved_at, snoozed_until, changed_at)
    select gen_random_uuid(), case when n % 10000 = 7 then ${quietService}::uuid else ${service}::uuid end, ${service}, 'key-' || n,
      case when n % 5000 = 11 then 'Unicorn escaped from stable ' else 'Disk full on host ' end || n % 997, 'host-' || n % 500,
      case when n % 1000 = 3 then 'triggered' when n % 1000 = 4 then 'acknowledged' else 'resolved' end,
      case when n % 20000 = 9 then 'critical' else 'error' end, case when n % 50 = 0 then 'low' else 'high' end,
      case when n % 200 = 3 then array[${alice}::uuid] else '{}' end, 1,
      moment, moment, moment, case when n % 10000 = 4 then moment + interval '1 year' end, moment
    from generate_series(1, ${size}::int) n, lateral (select timestamptz '2026-01-01' + n * interval '1 minute' as moment) at`;
  await sql`vacuum analyze incidents`;
}

type Node = { "Node Type": string; "Relation Name"?: string; "Index Name"?: string; Plans?: Node[] };

async function planOf(filter: IncidentFilter, cursor: string | undefined, sort: IncidentSort = "-number") {
  const query = incidentRows(filter, { sort, cursor, limit: 51 }).getSQL();
  const {
    rows: [row],
  } = await db().execute<{
    "QUERY PLAN": [{ Plan: Node & Record<"Shared Hit Blocks" | "Shared Read Blocks", number> }];
  }>(fragment`explain (analyze, buffers, format json) ${query}`);
  if (!row) throw new Error("there is no plan");
  const [{ Plan: plan }] = row["QUERY PLAN"];
  return { scans: scansOf(plan), blocks: plan["Shared Hit Blocks"] + plan["Shared Read Blocks"] };
}

function scansOf(node: Node): string[] {
  const own = node["Relation Name"] === "incidents" ? [`${node["Node Type"]} ${node["Index Name"] ?? ""}`] : [];
  return [...own, ...(node.Plans ?? []).flatMap(scansOf)];
}

function cursorOf(number: number): string {
  return textCursor(String(number));
}

function textCursor(text: string): string {
  return Buffer.from(text).toString("base64url");
}
