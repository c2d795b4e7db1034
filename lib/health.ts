import { sql } from "#db/client";
import { log } from "#lib/log";

/** Coarse facts that anyone may see. `late` names what is behind, for a person or a watchdog that reads it. */
export type Health =
  | { status: "ok" | "late"; database: "ok"; workers: number; oldestDueSeconds: number; outbox: number; late: string[] }
  | { status: "down"; database: "unreachable" };

export type Facts = {
  workers: number;
  timers: number;
  outbox: number;
  outboxSeconds: number;
  oldestDueSeconds: number;
};

const patienceMs = 2000;
/** Asked by anyone and often: all who ask within this time get the same answer. */
const freshMs = 500;
const lateSeconds = 60;

let asked: { at: number; answer: Promise<Health> } | undefined;

/** How Tocsin does, within two seconds. */
export async function health(): Promise<Health> {
  const at = Date.now();
  if (!asked || at - asked.at > freshMs) asked = { at, answer: look() };
  return asked.answer;
}

/** What the facts mean. Deliveries that wait for a slow or broken receiver are its trouble, not ours, and do not count. */
export function judge({ workers, timers, outbox, outboxSeconds, oldestDueSeconds }: Facts): Health {
  const late = [
    workers === 0 && "no worker is running",
    workers > 0 && timers === 0 && "timers are not running",
    outboxSeconds > lateSeconds && `events wait for ${outboxSeconds} s to be handed on`,
    oldestDueSeconds > lateSeconds && `deliveries are ${oldestDueSeconds} s late`,
  ].filter((line) => line !== false);
  return { status: late.length > 0 ? "late" : "ok", database: "ok", workers, oldestDueSeconds, outbox, late };
}

async function look(): Promise<Health> {
  const query = askDatabase();
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`the database did not answer within ${patienceMs} ms`)), patienceMs);
  });
  try {
    const [facts] = await Promise.race([query, tooLate]);
    if (!facts) throw new Error("the database gave no facts");
    return judge(facts);
  } catch (error) {
    query.catch(() => undefined);
    query.cancel();
    log.warn({ error }, "the database does not answer");
    return { status: "down", database: "unreachable" };
  } finally {
    clearTimeout(timer);
  }
}

// Counts stop at 10,000. A delivery counts as due when nothing before it in its order is open; a hundred of each destination are looked at.
function askDatabase() {
  return sql()<Facts[]>`
    select
      (select count(*)::int from workers where seen_at > now() - interval '15 seconds') as workers,
      (select count(*)::int from timer_heartbeats where seen_at > now() - interval '15 seconds') as timers,
      (select count(*)::int from (select from platform_events where dispatched_at is null limit 10000) waiting) as outbox,
      (select coalesce(max(greatest(0, extract(epoch from now() - occurred_at)))::int, 0)
        from (select occurred_at from platform_events where dispatched_at is null order by seq limit 1) first) as "outboxSeconds",
      (select coalesce(max(extract(epoch from now() - first.due_at))::int, 0) from destinations e
        cross join lateral (
          select d.due_at, d.order_key, d.id from deliveries d
          where d.destination_id = e.id and d.state = 'pending' and d.due_at <= now() order by d.due_at, d.id limit 100) first
        where e.disabled_at is null and e.deleted_at is null and e.consecutive_failures = 0
          and (e.not_before is null or e.not_before <= now())
          and (first.order_key is null or not exists (
            select from deliveries q where q.destination_id = e.id and q.order_key = first.order_key and q.id < first.id
              and q.state in ('pending', 'in_flight')))) as "oldestDueSeconds"`;
}
