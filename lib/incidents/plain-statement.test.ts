import fc from "fast-check";
import type pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connectAlone } from "#db/client";
import { newId } from "#db/id";
import { testDatabase } from "#db/testing";
import { contentsOf } from "#db/testing-contents";
import { createIntegration, createService } from "#db/testing-rows";
import { type Action, actions, type Severity, severities } from "#db/vocabulary";
import { everything, type PlacedBatch, parametersOf, placed, usual } from "#lib/incidents/ingest-parameters";
import { ingestStatement } from "#lib/incidents/ingest-statement";
import type { Intake, Origin, ReadyEvent } from "#lib/incidents/intake";
import { isPlain } from "#lib/incidents/is-plain";
import { plainStatement } from "#lib/incidents/plain-statement";

/** Who sends, and the scope its process believes its keys to be in. */
type Sender = { origin: Origin; scope: string };

let client: pg.Client;
let senders: Sender[];
beforeAll(async () => {
  const { url } = await testDatabase();
  client = connectAlone(url);
  const [calm, limited] = [await createIntegration({ rateLimitPerMinute: 0 }), await createIntegration()];
  const narrow = await createIntegration({ rateLimitPerMinute: 1, serviceId: calm.serviceId });
  const shared = await createIntegration({ sharesKeys: true, serviceId: calm.serviceId });
  const disabled = await createIntegration({ disabledAt: new Date() });
  const gone = await createService({ deletedAt: new Date() });
  const sender = ({ id, serviceId, name }: typeof calm, scope = id): Sender => ({
    ...{ scope, origin: { integrationId: id, serviceId, actor: { kind: "integration", id, name } } },
  });
  const person: Sender["origin"]["actor"] = { kind: "person", id: newId(), name: "Alice Adams" };
  senders = [
    ...[sender(calm), sender(limited), sender(shared, shared.serviceId), sender(narrow), sender(disabled)],
    // Does not know yet that keys are shared.
    sender(shared),
    { origin: { serviceId: calm.serviceId, actor: person }, scope: calm.serviceId },
    { origin: { serviceId: gone.id, actor: person }, scope: gone.id },
    // Those two often, so that much happens to one key, and that a limit is reached.
    ...[sender(calm), sender(calm), sender(calm), sender(narrow), sender(narrow)],
  ];
  await client.connect();
  // As in the pool of the product: planning takes longer than running.
  await client.query("set plan_cache_mode = force_generic_plan");
});
afterAll(() => client.end());

type Told = { key: number; severity: Severity; minutesAgo: number; isOwnTime: boolean };
type Drawn = { asked: Action[]; requests: { sender: number; told: Told[]; isKept: boolean; part: 0 | 1 }[] };

/** A batch, in which each key has one action. */
const drawnBatch = fc.record({
  asked: fc.array(fc.constantFrom(...actions), { minLength: 2, maxLength: 2 }),
  requests: fc.array(
    fc.record({
      sender: fc.nat({ max: 12 }),
      told: fc.array(
        fc.record({
          key: fc.nat({ max: 1 }),
          severity: fc.constantFrom(...severities),
          minutesAgo: fc.nat({ max: 1 }),
          isOwnTime: fc.boolean(),
        }),
        {
          maxLength: 3,
        },
      ),
      isKept: fc.constantFrom(true, true, true, false),
      part: fc.constantFrom<0 | 1>(0, 1),
    }),
    { minLength: 1, maxLength: 6 },
  ),
});

/** Too rare to be drawn often: a trigger that is older than its resolve, and a limit passed at once. */
const rare: [Drawn[], Drawn][] = [
  [[one("resolve", { minutesAgo: 0 })], one("trigger", { minutesAgo: 1 })],
  [[], one("trigger", { sender: 3, requests: 2 })],
];

function one(action: Action, { minutesAgo = 0, sender = 0, requests = 1 }): Drawn {
  const told: Told[] = [{ key: 0, severity: "error", minutesAgo, isOwnTime: true }];
  const request = { sender, told, isKept: true, part: 0 as const };
  return { asked: [action, action], requests: Array.from({ length: requests }, () => request) };
}

const at = new Date("2026-03-01T10:00:00Z");

function batchOf({ asked, requests }: Drawn): Intake[] {
  return requests.flatMap(({ sender, told, isKept, part }) => {
    const { origin, scope } = senders[sender] ?? {};
    if (!origin || !scope) return [];
    const events = told.map((each) => eventOf(scope, asked[each.key] ?? "trigger", each));
    const counts = isKept && events.some(({ action }) => action !== "resolve");
    return [{ origin, events, counts, part, ...(isKept && { kept: keptWith(events) }) }];
  });
}

function eventOf(scope: string, action: Action, { key, severity, minutesAgo, isOwnTime }: Told): ReadyEvent {
  const occurredAt = new Date(at.getTime() - minutesAgo * 60_000).toISOString();
  return {
    ...{ scope, action, dedupKey: `key ${key}`, summary: `Broken ${severity}`, source: "web-1", severity },
    ...{
      details: { cpu: 95 },
      links: [{ href: "https://example.com" }],
      images: [],
      occurredAt,
      orderedAt: isOwnTime ? occurredAt : null,
    },
  };
}

const keptWith = (events: ReadyEvent[]): Intake["kept"] => ({
  ...{ id: newId(), receivedAt: at, source: "pagerduty", method: "POST", path: "/", query: "", headers: { a: "b" } },
  ...{ body: new Uint8Array([0, 255, 92]), ip: "127.0.0.1", outcome: "accepted", reason: "It is so.", status: 202 },
  ...{
    overStatus: 429,
    durationMs: 3,
    events: events.map(({ action, dedupKey, links }) => ({ action, dedupKey, links })),
  },
});

type Row = { request_no: number; event_no: number | null; incident_id: string | null; number: string | null };
type WholeRow = Row & { scope: string | null; open: boolean; over: boolean };

const runPlain = (batch: PlacedBatch) => run<Row>(plainStatement, parametersOf(usual, batch));
const runWhole = (batch: PlacedBatch) => run<WholeRow>(ingestStatement, parametersOf(everything, batch));

async function run<R extends Row>(text: string, [, ...others]: unknown[]): Promise<R[]> {
  const name = text === plainStatement ? "plain" : "whole";
  return (await client.query<R>({ name, text, values: [at.toISOString(), ...others] })).rows;
}

/** What `work` answers after the history, and what the database holds then. All of it is undone. */
async function tried<T>(history: PlacedBatch[], work: () => Promise<T>) {
  await client.query("begin");
  try {
    await client.query(
      "select setval(c.oid::regclass, 1000) from pg_class c where c.relkind = 'S' and c.relnamespace = 'public'::regnamespace",
    );
    for (const batch of history) await runWhole(batch);
    const answer = await work();
    return { answer, contents: await contentsOf(client) };
  } finally {
    await client.query("rollback");
  }
}

/** The batch without some of its intakes, with the ids of the rest as they were. */
function without(left: Set<number>, batch: Intake[], { events }: PlacedBatch): PlacedBatch {
  const ids = events.filter(({ intake }) => !left.has(intake)).map((event) => event.ids);
  const rest = placed(
    batch.filter((_, place) => !left.has(place)),
    at,
  );
  return { ...rest, events: rest.events.map((event, place) => ({ ...event, ids: ids[place] ?? event.ids })) };
}

const incidentsIn = (rows: Row[]) => rows.map(({ incident_id, number }) => `${incident_id} ${number}`).toSorted();

test("the plain statement does what the whole one does with what it does not leave alone", async () => {
  let plain = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(drawnBatch, { maxLength: 3 }), drawnBatch, async (before, drawn) => {
      const history = before.map((each) => placed(batchOf(each), at));
      const batch = batchOf(drawn);
      expect(batch.every(isPlain)).toBe(true);
      const inPlace = placed(batch, at);
      const found = await tried(history, () => runPlain(inPlace));
      const stored = new Set(found.answer.map(({ request_no }) => request_no - 1));
      const left = new Set([...batch.keys()].filter((place) => !stored.has(place)));
      const same = await tried(history, () => runWhole(without(left, batch, inPlace)));
      expect(found.contents).toEqual(same.contents);
      expect(incidentsIn(found.answer)).toEqual(incidentsIn(same.answer));
      const whole = await tried(history, () => runWhole(inPlace));
      const isUsual = whole.answer.every(({ open, over, scope }) => open && !over && scope === null);
      const mayBeStale = batch.some(({ events }) => events.some(({ orderedAt }) => orderedAt));
      if (isUsual && !mayBeStale) expect([...left]).toEqual([]);
      if (left.size === 0) plain++;
    }),
    { numRuns: 60, examples: rare },
  );
  expect(plain).toBeGreaterThan(0);
});
