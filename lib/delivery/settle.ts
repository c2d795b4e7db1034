import { z } from "zod";
import { json } from "#db/row-types";
import type { Accepted } from "#db/schema/delivery";
import type { Sql } from "#db/sql";
import type { DeliveryState } from "#db/vocabulary";
import type { Attempted } from "#lib/delivery/attempt";
import {
  addressHash,
  type Claimed,
  type ClaimedRow,
  claimedOf,
  degradedAfter,
  hangsAfterMs,
  refOf,
} from "#lib/delivery/claim";
import { isCounted, isGood } from "#lib/delivery/judge";
import { isPaced } from "#lib/delivery/limits";
import { retryAfter } from "#lib/delivery/retry-after";
import { bucketMs } from "#lib/delivery/should-auto-disable";

/** A destination's last success is written no more often, so that its row does not change with every delivery. */
const provenWrittenMs = 60_000;
/** So many of the oldest that wait for a destination are looked at for one that should go before the next of a subject. */
const lookedAt = 32;

/** What came of a claimed delivery. */
export type Result = { claimed: Claimed; attempted: Attempted };

/** The ids of what was written, and the deliveries that were taken in the same breath. */
export type Settlement = { written: Set<string>; next: Claimed[] };

/** What is written into the row of a delivery after an attempt. */
export type Settled = {
  state: DeliveryState;
  dueAt: Date;
  attempt: number;
  doneAt: Date | null;
  accepted?: Accepted;
};

/** What an attempt makes of its delivery. One that is not to blame for how it ended is put back as if it had not been. */
export function settledBy({ claimed, attempted }: Result, now: Date): Settled {
  const { attempt, accepted } = claimed;
  const putBack = { state: "pending", dueAt: now, attempt: attempt - 1, doneAt: null } as const;
  if (attempted.next === "delivered") return { state: "delivered", dueAt: now, attempt, doneAt: now };
  if (attempted.next === "accepted" && attempted.ref) {
    const dueAt = new Date(now.getTime() + attempted.retryAfterSeconds * 1000);
    return { ...putBack, dueAt, accepted: { ref: attempted.ref, asks: (accepted?.asks ?? 0) + 1 } };
  }
  if (attempted.class === "interrupted") return { ...putBack, ...(accepted && { accepted }) };
  if (attempted.next === "stale" || attempted.next === "blocked") return putBack;
  const waitSeconds = attempted.next === "retry" ? retryAfter(claimed.attempt, attempted.retryAfterSeconds) : undefined;
  if (waitSeconds === undefined) return { state: "exhausted", dueAt: now, attempt: claimed.attempt, doneAt: now };
  return {
    state: "pending",
    dueAt: new Date(now.getTime() + waitSeconds * 1000),
    attempt: claimed.attempt,
    doneAt: null,
    // Nobody answered what became of it: it is asked again, and not told twice.
    ...(accepted && attempted.status === null && { accepted }),
  };
}

/**
 * Writes results: state, attempt log, counts and the health of the destinations, in one statement. A result whose claim is
 * not the last one is fenced off. After a delivered one for which `mayGoOn` the next of the same subject is taken for this
 * worker, so that it need not wait for a claim. The number in flight stays the same, so what holds for a claim holds here:
 * nothing of a destination that is disabled, degraded, paused, paced or hangs, nothing before its time or ahead of others that could
 * go, and nothing for a worker that was declared dead.
 */
export async function settle(
  sql: Sql,
  workerId: string,
  results: readonly Result[],
  now: Date,
  mayGoOn: (result: Result) => boolean = () => false,
): Promise<Settlement> {
  const hangsSince = new Date(now.getTime() - hangsAfterMs);
  const health = healthOf(results, now);
  const troubled = new Set(health.filter(({ failures, after }) => failures > 0 || after).map(({ id }) => id));
  const goesOn = (result: Result) =>
    result.attempted.next === "delivered" &&
    !isPaced(result.claimed.destination.type) &&
    !troubled.has(result.claimed.destination.id) &&
    mayGoOn(result);
  const rows = results.map((result) => ({ ...rowOf(result, now), next: goesOn(result) }));
  // The claim number alone fences: with the state in the condition the planner walks the partial index of it for each row.
  const written = await sql.of(writtenRow)`
    with r as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}) as r (
        id bigint, claim int, destination uuid, state text, due timestamptz, attempt smallint, done timestamptz, n smallint, ask smallint, at timestamptz,
        class text, status smallint, error text, dns int, connect int, tls int, wait int, total int, address text,
        request jsonb, headers jsonb, body text, truncated boolean, bucket timestamptz, ok int, bad int, next boolean, accepted jsonb,
        ref jsonb, stale boolean)
    ),
    u as (
      update deliveries d set state = r.state, due_at = r.due, attempt = r.attempt, done_at = r.done, worker_id = null, claimed_at = null,
        last_class = r.class, last_status = r.status, last_error = r.error, accepted = r.accepted
      from r where d.id = r.id and d.claim = r.claim
      returning d.id, d.destination_id, d.subject, d.address, ${addressHash} as address_hash
    ),
    named as (
      insert into subjects (destination_id, subject, address_hash, ref, changed_at)
      select distinct on (1, 2, 3) u.destination_id, u.subject, u.address_hash, r.ref, ${now}
      from u join r on r.id = u.id where r.ref is not null and u.subject is not null order by 1, 2, 3, u.id desc
      on conflict (destination_id, subject, address_hash) do update set ref = excluded.ref, changed_at = excluded.changed_at
    ),
    forgotten as (
      delete from subjects s using u join r on r.id = u.id
      where r.stale and s.destination_id = u.destination_id and s.subject = u.subject and s.address_hash = u.address_hash
    ),
    logged as (
      insert into attempts (delivery_id, n, ask, at, class, status, error, dns_ms, connect_ms, tls_ms, wait_ms, total_ms, remote_address,
        request, response_headers, response_body, response_truncated, worker_id)
      select r.id, r.n, r.ask, r.at, r.class, r.status, r.error, r.dns, r.connect, r.tls, r.wait, r.total, r.address,
        r.request, r.headers, r.body, r.truncated, ${workerId}
      from r join u on u.id = r.id
      on conflict do nothing
      returning delivery_id
    ),
    counted as (
      insert into destination_stats as s (destination_id, bucket, ok, bad)
      select r.destination, r.bucket, sum(r.ok), sum(r.bad) from r join logged on logged.delivery_id = r.id where r.ok + r.bad > 0
      group by 1, 2 order by 1, 2
      on conflict (destination_id, bucket) do update set ok = s.ok + excluded.ok, bad = s.bad + excluded.bad
    ),
    health as (
      update destinations e set
        consecutive_failures = case when h.recovered then h.failures else least(e.consecutive_failures + h.failures, 1000000) end,
        proven_at = case when h.recovered then ${now} else e.proven_at end,
        not_before = greatest(e.not_before, h.after),
        blocked_at = case when h.recovered then null else e.blocked_at end,
        blocked_reason = case when h.recovered then null else e.blocked_reason end,
        last_exhausted_at = greatest(e.last_exhausted_at, h.exhausted)
      from jsonb_to_recordset(${JSON.stringify(health)}) as h (id uuid, recovered boolean, failures int, after timestamptz, exhausted timestamptz)
      where e.id = h.id and exists (select from r join logged on logged.delivery_id = r.id where r.destination = e.id)
        and (h.failures > 0 or h.after is not null or h.exhausted is not null or e.consecutive_failures > 0
        or (h.recovered and e.blocked_at is not null)
        or (h.recovered and (e.proven_at is null or e.proven_at < ${new Date(now.getTime() - provenWrittenMs)})))
    ),
    heads as (
      select n.id from u join r on r.id = u.id and r.next join destinations e on e.id = u.destination_id
      cross join lateral (
        select d.id, d.state, d.attempt, d.lane, d.due_at from deliveries d
        where d.destination_id = u.destination_id and d.subject = u.subject and d.state in ('pending', 'in_flight') and d.id <> u.id
          and d.address is not distinct from u.address
        order by d.id limit 1
      ) n
      where n.state = 'pending' and n.attempt = 0 and n.due_at <= ${now}
        and e.disabled_at is null and e.deleted_at is null and (e.not_before is null or e.not_before <= ${now})
        and e.consecutive_failures < ${degradedAfter} and e.blocked_at is null
        and not exists (
          select 1 from deliveries f where f.destination_id = e.id and f.state = 'in_flight' and f.claimed_at < ${hangsSince})
        and not exists (
          select 1 from (
            select d.id, d.subject, d.address from deliveries d
            where d.destination_id = e.id and d.state = 'pending' and d.due_at <= ${now}
              and (d.lane, d.due_at, d.id) < (n.lane, n.due_at, n.id)
            order by d.lane, d.due_at, d.id limit ${lookedAt}
          ) b
          where b.subject is null or not exists (
            select 1 from deliveries q
            where q.destination_id = e.id and q.subject = b.subject and q.id < b.id and q.state in ('pending', 'in_flight')
              and q.address is not distinct from b.address))
        and exists (select 1 from workers w where w.id = ${workerId} for key share)
    ),
    locked as (
      select d.id from deliveries d where d.id = any (array(select id from heads)) and d.state = 'pending' for update skip locked
    ),
    handed as (
      update deliveries d
      set state = 'in_flight', worker_id = ${workerId}, claim = d.claim + 1, attempt = d.attempt + 1, claimed_at = ${now}
      from platform_events ev, destinations e
      where d.id = any (array(select id from locked)) and ev.id = d.event_id and e.id = d.destination_id
      returning d.subject, ${addressHash} as address_hash, d.id::text, d.claim, d.attempt, d.kind, d.event_id as "eventId", ev.type, ev.payload, ev.occurred_at as "occurredAt",
        ev.incident_id as "incidentId", e.id as "destinationId", e.type as channel, e.config, encode(e.secrets, 'hex') as secrets, 'proven' as standing, d.address, d.accepted,
        coalesce((select r.ref from u join r on r.id = u.id
          where u.destination_id = d.destination_id and u.subject = d.subject and u.address_hash = ${addressHash}), ${refOf}) as ref
    )
    select u.id, to_jsonb(handed) - 'subject' - 'address_hash' as next
    from u left join handed on handed."destinationId" = u.destination_id and handed.subject = u.subject and handed.address_hash = u.address_hash`;
  return {
    written: new Set(written.map((row) => row.id)),
    next: written.flatMap((row) => (row.next ? [handedOf(row.next)] : [])),
  };
}

type HandedRow = Omit<ClaimedRow, "occurredAt" | "secrets"> & { occurredAt: string; secrets: string | null };
const writtenRow = z.object({ id: z.string(), next: json<HandedRow>().nullable() });

function handedOf({ occurredAt, secrets, ...row }: HandedRow): Claimed {
  return claimedOf({
    ...row,
    occurredAt: new Date(occurredAt),
    secrets: secrets === null ? null : Buffer.from(secrets, "hex"),
  });
}

function rowOf(result: Result, now: Date) {
  const { claimed, attempted } = result;
  const settled = settledBy(result, now);
  const { timings } = attempted;
  const good = isGood(attempted.class);
  return {
    id: claimed.id,
    claim: claimed.claim,
    destination: claimed.destination.id,
    state: settled.state,
    due: settled.dueAt.toISOString(),
    attempt: settled.attempt,
    done: settled.doneAt?.toISOString() ?? null,
    n: claimed.attempt,
    ask: claimed.accepted?.asks ?? 0,
    at: attempted.at.toISOString(),
    class: attempted.class,
    status: attempted.status,
    error: attempted.error,
    dns: timings.dnsMs,
    connect: timings.connectMs,
    tls: timings.tlsMs,
    wait: timings.waitMs,
    total: timings.totalMs,
    address: attempted.remoteAddress,
    request: attempted.request,
    headers: attempted.responseHeaders,
    body: attempted.responseBody,
    truncated: attempted.responseTruncated,
    bucket: new Date(Math.floor(now.getTime() / bucketMs) * bucketMs).toISOString(),
    ok: attempted.class === "delivered" ? 1 : 0,
    bad: !good && isCounted(attempted.class) ? 1 : 0,
    accepted: settled.accepted ?? null,
    ref: attempted.next === "delivered" ? (attempted.ref ?? null) : null,
    stale: attempted.next === "stale",
  };
}

type Health = { id: string; recovered: boolean; failures: number; after: string | null; exhausted: string | null };

/** How the batch changes each destination: failures since the last success, and what the receiver asked for. */
function healthOf(results: readonly Result[], now: Date): Health[] {
  const byDestination = new Map<string, Health>();
  for (const result of results) {
    const { id } = result.claimed.destination;
    const health = byDestination.get(id) ?? { id, recovered: false, failures: 0, after: null, exhausted: null };
    byDestination.set(id, addTo(health, result, now));
  }
  return [...byDestination.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

const disablingSeconds = 60;
/** So long after its credentials were refused, one message tries whether they are good again. */
const probeSeconds = 900;

function addTo(health: Health, { claimed, attempted }: Result, now: Date): Health {
  if (isGood(attempted.class)) return { ...health, recovered: true, failures: 0 };
  if (attempted.next === "blocked")
    return { ...health, after: new Date(now.getTime() + probeSeconds * 1000).toISOString() };
  if (!isCounted(attempted.class)) return health;
  // One that asks to be disabled gets nothing more until that has been done.
  const pauseSeconds = attempted.next === "disable" ? disablingSeconds : attempted.retryAfterSeconds;
  const asked = pauseSeconds > 0 ? new Date(now.getTime() + pauseSeconds * 1000).toISOString() : null;
  const isExhausted = attempted.next === "retry" && retryAfter(claimed.attempt) === undefined;
  return {
    ...health,
    failures: health.failures + 1,
    after: asked ?? health.after,
    exhausted: isExhausted ? now.toISOString() : health.exhausted,
  };
}
