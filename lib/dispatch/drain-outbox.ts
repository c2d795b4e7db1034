import { z } from "zod";
import type { Sql } from "#db/sql";

/** Held for the moment of draining: fanned out one batch after the other, events stay in their order. */
const drainLock = 7_205_512;

export const drainBatch = 500;

const drainedRow = z.object({ events: z.number(), deliveries: z.number() });

/** How many events were taken from the outbox, and how many deliveries they made. */
export type Drained = z.output<typeof drainedRow>;

/**
 * Fans out the oldest events of the outbox to the destinations that subscribe to them. Takes nothing while another process
 * drains. One statement, so that a process frozen in the middle holds the lock of no one.
 */
export async function drainOutbox(sql: Sql, now: Date): Promise<Drained> {
  const [drained] = await sql.of(drainedRow)`
    with batch as materialized (
      select e.id, e.seq, e.type, e.incident_id from platform_events e
      where e.dispatched_at is null and (select pg_try_advisory_xact_lock(${drainLock}))
      order by e.seq limit ${drainBatch} for update
    ),
    marked as (
      update platform_events set dispatched_at = ${now} where id = any (array(select id from batch)) returning id
    ),
    made as (
      insert into deliveries (event_id, destination_id, kind, order_key, state, created_at, due_at)
      select b.id, d.id, 'event', b.incident_id, 'pending', ${now}, ${now}
      from batch b join destinations d on b.type = any (d.events) and d.disabled_at is null and d.deleted_at is null
      order by b.seq, d.id
      on conflict do nothing
      returning id
    )
    select (select count(*)::int from marked) as events, (select count(*)::int from made) as deliveries`;
  return drained ?? { events: 0, deliveries: 0 };
}
