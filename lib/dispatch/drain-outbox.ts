import { z } from "zod";
import { part, type Sql } from "#db/sql";
import { deliveryLanes } from "#db/vocabulary";
import { enqueue } from "#lib/delivery/enqueue";

/** Held for the moment of draining: fanned out one batch after the other, events stay in their order. */
const drainLock = 7_205_512;

export const drainBatch = 500;

const drainedRow = z.object({ events: z.number(), deliveries: z.number() });

/** How many events were taken from the outbox, and how many deliveries they made. */
export type Drained = z.output<typeof drainedRow>;

/** Who is to hear of the batch. What a destination did itself is not told there again. */
const heard = part`
  select b.id as event_id, d.id as destination_id, s.id as subscription_id, s.address, b.incident_id as subject, 0 as replay_number
  from batch b
  join subscriptions s on b.type = any (s.events)
    and (b.service_id is null or s.service_ids is null or b.service_id = any (s.service_ids))
    and (b.severity is null or s.severities is null or b.severity = any (s.severities))
    and (b.urgency is null or s.urgencies is null or b.urgency = any (s.urgencies))
  join destinations d on d.id = s.destination_id and d.disabled_at is null and d.deleted_at is null
    and d.id is distinct from b.origin_destination_id
  order by b.seq, d.id, s.id`;

/**
 * Fans out the oldest events of the outbox to those who subscribe to them. Takes nothing while another process
 * drains. One statement, so that a process frozen in the middle holds the lock of no one.
 */
export async function drainOutbox(sql: Sql, now: Date): Promise<Drained> {
  const [drained] = await sql.of(drainedRow)`
    with batch as materialized (
      select e.id, e.seq, e.type, e.incident_id, e.service_id, e.severity, e.urgency, e.origin_destination_id from platform_events e
      where e.dispatched_at is null and (select pg_try_advisory_xact_lock(${drainLock}))
      order by e.seq limit ${drainBatch} for update
    ),
    marked as (
      update platform_events set dispatched_at = ${now} where id = any (array(select id from batch)) returning id
    ),
    made as (${enqueue({ kind: "event", lane: deliveryLanes.event }, heard, now)})
    select (select count(*)::int from marked) as events, (select count(*)::int from made) as deliveries`;
  return drained ?? { events: 0, deliveries: 0 };
}
