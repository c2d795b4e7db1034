import { z } from "zod";
import { bytes, json } from "#db/row-types";
import type { Accepted } from "#db/schema/delivery";
import { part, type Sql } from "#db/sql";
import { type DeliveryKind, deliveryKinds } from "#db/vocabulary";
import type { Past, Ref } from "#lib/channels/contract";
import { channels } from "#lib/channels/index";
import { limitsOf } from "#lib/delivery/limits";
import { firstCap } from "#lib/delivery/pace";

/** A delivery that is this worker's to make, with all that making it needs. */
export type Claimed = {
  id: string;
  /** The number of this claim: a result that carries an older one is fenced off. */
  claim: number;
  /** Counts from one. */
  attempt: number;
  kind: DeliveryKind;
  standing: Standing;
  event: { id: string; type: string; payload: Record<string, unknown>; occurredAt: Date };
  incidentId: string | null;
  /** Who hears it, where the destination serves many; a person's is sealed. */
  address: Record<string, unknown> | null;
  /** What the other end has of its subject already. */
  past: Past;
  /** It was taken before, and is to be asked for. */
  accepted: Accepted | null;
  destination: { id: string; type: string; config: Record<string, unknown>; secrets: Uint8Array | null };
};

/**
 * Slots are shared out by the standing of destinations, so that receivers that do not answer cannot hold all of them: `retry` for what failed before
 * and for degraded destinations, `unproven` for those that have not taken anything for a while, `proven` for the others.
 */
export const standings = ["retry", "unproven", "proven"] as const;
export type Standing = (typeof standings)[number];

export type Room = {
  /** Free slots. */
  free: number;
  /** How many of them may go to those of this standing. */
  retry: number;
  unproven: number;
  /** So many stay free for destinations that have nothing in flight, and for the first few of those known to answer. */
  reserved: number;
  /** Destinations that took a delivery a moment ago. */
  answering: readonly string[];
  /** How many deliveries a destination may have in flight by now, for those that may have more than the first few. */
  caps: Readonly<Record<string, number>>;
};

/** After this many failures in a row a destination is degraded: one delivery at a time, as a probe. */
export const degradedAfter = 3;
const provenForMs = 600_000;
/** With a delivery in flight for so long, a destination gets no further one beside it. */
export const hangsAfterMs = 2_000;

/** The key of what is known of the subject of the delivery `d`: one for each address. */
export const addressHash = part`md5(coalesce(d.address::text, ''))`;

/** The lanes as rows: of each the index gives what is due in order, and reads nothing of what waits for its time. */
export const eachLane = part`(values (0::smallint), (1::smallint), (2::smallint), (3::smallint))`;

/** What the other end calls the subject of the delivery `d`. */
export const refOf = part`(
  select s.ref from subjects s
  where s.destination_id = d.destination_id and s.subject = d.subject and s.address_hash = ${addressHash})`;

const claimedRow = z.object({
  id: z.string(),
  claim: z.number(),
  attempt: z.number(),
  kind: z.enum(deliveryKinds),
  standing: z.enum(standings),
  address: json<Record<string, unknown>>().nullable(),
  incidentId: z.string().nullable(),
  eventId: z.string(),
  type: z.string(),
  payload: json<Record<string, unknown>>(),
  occurredAt: z.date(),
  destinationId: z.string(),
  channel: z.string(),
  config: json<Record<string, unknown>>(),
  secrets: bytes.nullable(),
  ref: json<Ref>().nullable(),
  accepted: json<Accepted>().nullable(),
});

export type ClaimedRow = z.output<typeof claimedRow>;

/**
 * Takes due deliveries for `workerId`, as many as there is room for, pages first. Of one destination at most its cap are in
 * flight, and no more are taken than its channel bears a minute; of one subject to one address only the oldest. Each of
 * several workers takes no more than its share of what the destination allows at most, so that claims at the same moment
 * stay within it, and a bucket that another claim draws from is left alone, so that none waits. A worker that was declared
 * dead takes nothing, and none takes what it has no channel for: while a new version replaces an old one, both run.
 */
export async function claim(sql: Sql, workerId: string, room: Room, now: Date): Promise<Claimed[]> {
  const provenSince = new Date(now.getTime() - provenForMs);
  const hangsSince = new Date(now.getTime() - hangsAfterMs);
  // The ids go through an array: joined to the table, the planner would take the limits for large ones and read all of it.
  const rows = await sql.of(claimedRow)`
    with limits as (
      select * from jsonb_to_recordset(${JSON.stringify(limitsOf(channels))}) as l (type text, in_flight int, burst int, per_second double precision)
    ),
    paced as materialized (
      select e.id, least(l.burst, coalesce(e.tokens + l.per_second * greatest(0, extract(epoch from ${now}::timestamptz - e.tokens_at)), l.burst)) as tokens
      from destinations e join limits l on l.type = e.type and l.burst is not null
      where exists (select from deliveries d where d.destination_id = e.id and d.state = 'pending' and d.lane in (0, 1, 2, 3) and d.due_at <= ${now})
      for no key update of e skip locked
    ),
    candidates as (
      select p.id, p.due_at, p.lane, e.id as destination_id, f.flying,
        case when h.is_degraded or p.attempt > 0 then 'retry' when h.is_proven then 'proven' else 'unproven' end as standing
      from destinations e
      left join limits l on l.type = e.type
      left join paced on paced.id = e.id
      cross join lateral (
        select least(e.max_inflight, l.in_flight) as most, e.consecutive_failures >= ${degradedAfter} or e.blocked_at is not null as is_degraded, coalesce(e.proven_at > ${provenSince}, false) as is_proven
      ) h
      cross join lateral (
        select count(*)::int as flying, (count(*) filter (where d.worker_id = ${workerId}))::int as ours, coalesce(min(d.claimed_at) < ${hangsSince}, false) as hangs
        from deliveries d where d.destination_id = e.id and d.state = 'in_flight'
      ) f
      cross join lateral (
        select greatest(0, least(
          case when h.is_proven and not h.is_degraded and not f.hangs
            then least(h.most, coalesce((${room.caps}::jsonb ->> e.id::text)::int, ${firstCap}::int)) else 1 end - f.flying,
          greatest(1, h.most / (select greatest(1, count(*)::int) from workers)) - f.ours,
          case when l.burst is null then h.most else coalesce(floor(paced.tokens)::int, 0) end)) as more
      ) m
      cross join lateral (
        select d.*, a.lane from ${eachLane} a (lane)
        cross join lateral (
          select d.id, d.due_at, d.attempt from deliveries d
          where d.destination_id = e.id and d.state = 'pending' and d.lane = a.lane and d.due_at <= ${now}
            and (d.subject is null or not exists (
              select 1 from deliveries q
              where q.destination_id = d.destination_id and q.subject = d.subject and q.id < d.id and q.state in ('pending', 'in_flight')
                and q.address is not distinct from d.address))
          order by d.due_at, d.id
          limit m.more
          for update skip locked
        ) d
        order by a.lane, d.due_at, d.id
        limit m.more
      ) p
      where e.disabled_at is null and e.deleted_at is null and (e.not_before is null or e.not_before <= ${now})
        and e.type = any (${channels.map(({ id }) => id)})
        and exists (select 1 from workers w where w.id = ${workerId} for key share)
    ),
    placed as (
      select id, destination_id, due_at, lane, standing, nth = 1 or (nth <= ${firstCap} and destination_id = any (${room.answering}::uuid[])) as is_first
      from (select *, flying + row_number() over (partition by destination_id order by lane, due_at, id) as nth from candidates) c
    ),
    ranked as (
      select *, row_number() over (partition by standing order by ${pagesFirst}) as nth from placed
    ),
    queued as (
      select id, destination_id, is_first, row_number() over (order by ${pagesFirst}) as nth from ranked
      where nth <= case standing when 'retry' then ${room.retry}::int when 'unproven' then ${room.unproven}::int else ${room.free}::int end
    ),
    chosen as (
      select id, destination_id from queued
      where nth <= case when is_first then ${room.free}::int else ${room.free - room.reserved}::int end
    ),
    spent as (
      update destinations e set tokens = p.tokens - c.taken, tokens_at = greatest(e.tokens_at, ${now})
      from paced p join (select destination_id, count(*) as taken from chosen group by 1) c on c.destination_id = p.id
      where e.id = p.id
    )
    update deliveries d
    set state = 'in_flight', worker_id = ${workerId}, claim = d.claim + 1, attempt = d.attempt + 1, claimed_at = ${now}
    from platform_events ev, destinations e
    where d.id = any (array(select id from chosen)) and ev.id = d.event_id and e.id = d.destination_id
    returning d.id, d.claim, d.attempt, d.kind, d.event_id as "eventId", ev.type, ev.payload, ev.occurred_at as "occurredAt",
      ev.incident_id as "incidentId", e.id as "destinationId", e.type as channel, e.config, e.secrets, d.address, d.accepted, ${refOf} as ref,
      case when d.attempt > 1 or e.consecutive_failures >= ${degradedAfter} then 'retry'
        when e.proven_at > ${provenSince} then 'proven' else 'unproven' end as standing`;
  return rows.map(claimedOf);
}

// Lanes 0 and 1 are pages. Without a value in it the statement stays one that is planned once.
const pagesFirst = part`lane > 1, not is_first, lane, due_at, id`;

/** The next moment at which a pending delivery falls due, if there is one after `now`. */
export async function nextDue(sql: Sql, now: Date): Promise<Date | null> {
  const [row] = await sql.of(
    dueRow,
  )`select min(due_at) as "dueAt" from deliveries where state = 'pending' and due_at > ${now}`;
  return row?.dueAt ?? null;
}

const dueRow = z.object({ dueAt: z.date().nullable() });

export function claimedOf({
  eventId,
  type,
  payload,
  occurredAt,
  destinationId,
  channel,
  config,
  secrets,
  ref,
  ...row
}: ClaimedRow): Claimed {
  return {
    ...row,
    past: ref ? { ref } : {},
    event: { id: eventId, type, payload, occurredAt },
    destination: { id: destinationId, type: channel, config, secrets },
  };
}
