import type pg from "pg";
import { z } from "zod";
import { connectAlone, whenClosed } from "#db/client";
import { sqlCodeOf } from "#db/errors";
import { sqlOn } from "#db/sql";
import { eachLane } from "#lib/delivery/claim";
import { env } from "#lib/env";
import { batchTrouble } from "#lib/incidents/batch";
import { log } from "#lib/log";

/**
 * How Tocsin does. `canStore`: alerts can be taken in. `problems` names what is wrong, for a person or a watchdog that reads
 * it; empty when all is well. The figures are missing while the database does not answer.
 */
export type Health = { isOk: boolean; canStore: boolean; problems: string[]; figures: Figures | null };
export type Figures = Pick<Facts, "workers" | "outbox" | "oldestDueSeconds">;

export type Facts = z.output<typeof factsRow>;

const factsRow = z.object({
  workers: z.number(),
  overdueSeconds: z.number(),
  outbox: z.number(),
  outboxSeconds: z.number(),
  oldestDueSeconds: z.number(),
  isReadOnly: z.boolean(),
  written: z.number(),
});

/** Everybody has an answer by then. */
const patienceMs = 1_800;
/** Asked by anyone and often: all who ask within this time get the same answer. */
const freshMs = 500;
const lateSeconds = 60;
/** A batch of alerts that takes so long is stuck, and one that failed so recently still counts. */
const stalledMs = 3_000;
const failedMs = 5_000;

type Held = { asked?: { at: number; answer: Promise<Health> } | undefined; client?: pg.Client | undefined };
const held: Held = {};

/** How Tocsin does, within two seconds. */
export async function health(): Promise<Health> {
  const at = performance.now();
  if (!held.asked || at - held.asked.at > freshMs) held.asked = { at, answer: look() };
  return held.asked.answer;
}

/** What the facts mean. Deliveries that wait for a slow or broken receiver are its trouble, not ours, and do not count. */
export function judge(facts: Facts, batch = batchTrouble()): Health {
  const { workers, overdueSeconds, outboxSeconds, oldestDueSeconds, isReadOnly } = facts;
  const blocking = [
    isReadOnly && "the database is read-only",
    batch.oldestMs > stalledMs && `alerts have been waiting ${Math.round(batch.oldestMs / 1000)} s to be stored`,
    batch.failedMsAgo !== undefined && batch.failedMsAgo < failedMs && "the last alerts could not be stored",
  ].filter((line) => line !== false);
  const late = [
    workers === 0 && "no worker is running",
    overdueSeconds > lateSeconds && `timers are ${overdueSeconds} s late`,
    outboxSeconds > lateSeconds && `events wait for ${outboxSeconds} s to be handed on`,
    oldestDueSeconds > lateSeconds && `deliveries are ${oldestDueSeconds} s late`,
  ].filter((line) => line !== false);
  const problems = [...blocking, ...late];
  const figures = { workers, outbox: facts.outbox, oldestDueSeconds };
  return { isOk: problems.length === 0, canStore: blocking.length === 0, problems, figures };
}

async function look(): Promise<Health> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`no answer within ${patienceMs} ms`)), patienceMs);
  const asking = held.client;
  try {
    const [facts] = await Promise.race([askDatabase(), late]);
    if (!facts) throw new Error("the database gave no facts");
    return judge(facts);
  } catch (error) {
    // One that was opened meanwhile is another question's.
    if (!asking || held.client === asking) forget();
    log.warn({ error }, "the database does not answer as it should");
    return { isOk: false, canStore: false, problems: [troubleOf(error)], figures: null };
  } finally {
    clearTimeout(timer);
  }
}

const diskFull = "53100";

const troubleOf = (error: unknown) =>
  sqlCodeOf(error) === diskFull ? "the disk of the database is full" : "the database does not answer";

/** A connection of its own, so that neither waits for the other: the question for alerts, nor alerts for the question. */
async function connection(): Promise<pg.Client> {
  if (held.client) return held.client;
  const client = connectAlone(env().DATABASE_URL, { answerMs: patienceMs });
  held.client = client;
  client.once("end", () => held.client === client && forget());
  whenClosed(forgetClosed);
  await client.connect();
  // What does not fit into this is sorted on disk.
  await client.query("set work_mem = '64kB'");
  return client;
}

const forgetClosed = async () => forget();

function forget(): void {
  void held.client?.end();
  held.client = undefined;
}

// Counts stop at 10,000. A delivery counts as due when nothing before it in its order is open; a hundred of each destination and
// lane are looked at. The sort does not fit into memory, so it fails when the disk is full.
async function askDatabase() {
  return sqlOn(await connection()).of(factsRow)`
    select
      (select count(*)::int from workers where seen_at > now() - interval '15 seconds') as workers,
      (select coalesce(max(extract(epoch from now() - due.at))::int, 0) from (
        (select snoozed_until as at from incidents where snoozed_until <= now() order by 1 limit 1)
        union all (select due_at from duties where due_at <= now() order by 1 limit 1)) due) as "overdueSeconds",
      (select count(*)::int from (select from platform_events where dispatched_at is null limit 10000) waiting) as outbox,
      (select coalesce(max(greatest(0, extract(epoch from now() - occurred_at)))::int, 0)
        from (select occurred_at from platform_events where dispatched_at is null order by seq limit 1) first) as "outboxSeconds",
      (select coalesce(max(extract(epoch from now() - first.due_at))::int, 0) from destinations e
        cross join ${eachLane} a (lane)
        cross join lateral (
          select d.due_at, d.subject, d.address, d.id from deliveries d
          where d.destination_id = e.id and d.state = 'pending' and d.lane = a.lane and d.due_at <= now()
          order by d.due_at, d.id limit 100) first
        where e.disabled_at is null and e.deleted_at is null and e.consecutive_failures = 0
          and (e.not_before is null or e.not_before <= now()) and coalesce(e.tokens, 1) >= 1
          and (first.subject is null or not exists (
            select from deliveries q where q.destination_id = e.id and q.subject = first.subject and q.id < first.id
              and q.state in ('pending', 'in_flight') and q.address is not distinct from first.address))) as "oldestDueSeconds",
      (pg_is_in_recovery() or current_setting('transaction_read_only')::bool) as "isReadOnly",
      (select count(*)::int from (select from generate_series(1, 300) n order by repeat(md5(n::text), 32) offset 0) sorted) as written`;
}
