import type { Sql } from "#db/client";
import type { DeliveryKind } from "#db/vocabulary";

/** A delivery that is this worker's to make, with all that making it needs. */
export type Claimed = {
  id: string;
  /** The number of this claim: a result that carries an older one is fenced off. */
  claim: number;
  /** Counts from one. */
  attempt: number;
  kind: DeliveryKind;
  /** Does it hold a place of the retry lane? */
  retry: boolean;
  event: { id: string; type: string; payload: Record<string, unknown>; occurredAt: Date };
  incidentId: string | null;
  destination: { id: string; type: string; config: Record<string, unknown>; secrets: Uint8Array | null };
};

/** After this many failures in a row a destination is degraded: one delivery at a time, as a probe. */
const degradedAfter = 3;

type Row = Omit<Claimed, "event" | "destination"> & {
  eventId: string;
  type: string;
  payload: Record<string, unknown>;
  occurredAt: Date;
  destinationId: string;
  channel: string;
  config: Record<string, unknown>;
  secrets: Uint8Array | null;
};

/**
 * Takes due deliveries for `workerId`: at most `free` in all and `freeForRetries` of those that failed before or go to a
 * degraded destination. Of one destination at most its cap are in flight, of one order key only the oldest.
 * A worker that was declared dead takes nothing.
 */
export async function claim(sql: Sql, workerId: string, limits: { free: number; freeForRetries: number }, now: Date): Promise<Claimed[]> {
  const rows = await sql<Row[]>`
    with candidates as (
      select p.id, p.due_at, p.retry from destinations e
      cross join lateral (
        select count(*)::int as flying from deliveries f where f.destination_id = e.id and f.state = 'in_flight'
      ) f
      cross join lateral (
        select d.id, d.due_at, d.attempt > 0 or e.consecutive_failures >= ${degradedAfter} as retry from deliveries d
        where d.destination_id = e.id and d.state = 'pending' and d.due_at <= ${now}
          and (d.order_key is null or not exists (
            select 1 from deliveries q
            where q.destination_id = d.destination_id and q.order_key = d.order_key and q.id < d.id and q.state in ('pending', 'in_flight')))
        order by d.due_at, d.id
        limit greatest(0, case when e.consecutive_failures >= ${degradedAfter} then 1 else e.max_inflight end - f.flying)
        for update skip locked
      ) p
      where e.disabled_at is null and e.deleted_at is null and (e.not_before is null or e.not_before <= ${now})
        and exists (select 1 from workers w where w.id = ${workerId} for key share)
    ),
    ranked as (
      select id, due_at, retry, row_number() over (partition by retry order by due_at, id) as nth from candidates
    ),
    chosen as (
      select id, retry from ranked where not retry or nth <= ${limits.freeForRetries} order by due_at, id limit ${limits.free}
    )
    update deliveries d
    set state = 'in_flight', worker_id = ${workerId}, claim = d.claim + 1, attempt = d.attempt + 1, claimed_at = ${now}
    from chosen, platform_events ev, destinations e
    where d.id = chosen.id and ev.id = d.event_id and e.id = d.destination_id
    returning d.id, d.claim, d.attempt, d.kind, chosen.retry, d.event_id as "eventId", ev.type, ev.payload, ev.occurred_at as "occurredAt",
      ev.incident_id as "incidentId", e.id as "destinationId", e.type as channel, e.config, e.secrets`;
  return rows.map(claimedOf);
}

/** The next moment at which a pending delivery falls due, if there is one after `now`. */
export async function nextDue(sql: Sql, now: Date): Promise<Date | null> {
  const [row] = await sql<{ dueAt: Date | null }[]>`select min(due_at) as "dueAt" from deliveries where state = 'pending' and due_at > ${now}`;
  return row?.dueAt ?? null;
}

function claimedOf({ eventId, type, payload, occurredAt, destinationId, channel, config, secrets, ...row }: Row): Claimed {
  return { ...row, event: { id: eventId, type, payload, occurredAt }, destination: { id: destinationId, type: channel, config, secrets } };
}
