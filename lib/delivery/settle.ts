import { z } from "zod";
import type { Sql } from "#db/sql";
import type { DeliveryState } from "#db/vocabulary";
import type { Attempted } from "#lib/delivery/attempt";
import type { Claimed } from "#lib/delivery/claim";
import { isCounted } from "#lib/delivery/judge";
import { retryAfter } from "#lib/delivery/retry-after";
import { bucketMs } from "#lib/delivery/should-auto-disable";

/** A destination's last success is written no more often, so that its row does not change with every delivery. */
const provenWrittenMs = 60_000;

/** What came of a claimed delivery. */
export type Result = { claimed: Claimed; attempted: Attempted };

/** What is written into the row of a delivery after an attempt. */
export type Settled = { state: DeliveryState; dueAt: Date; attempt: number; doneAt: Date | null };

/** What an attempt makes of its delivery. One that was interrupted is put back as if it had not been. */
export function settledBy({ claimed, attempted }: Result, now: Date): Settled {
  if (attempted.next === "delivered") return { state: "delivered", dueAt: now, attempt: claimed.attempt, doneAt: now };
  if (attempted.class === "interrupted")
    return { state: "pending", dueAt: now, attempt: claimed.attempt - 1, doneAt: null };
  const waitSeconds = attempted.next === "retry" ? retryAfter(claimed.attempt, attempted.retryAfterSeconds) : undefined;
  if (waitSeconds === undefined) return { state: "exhausted", dueAt: now, attempt: claimed.attempt, doneAt: now };
  return {
    state: "pending",
    dueAt: new Date(now.getTime() + waitSeconds * 1000),
    attempt: claimed.attempt,
    doneAt: null,
  };
}

/**
 * Writes results: state, attempt log, counts and the health of the destinations, in one statement. A result whose claim is
 * not the last one is fenced off. Returns the ids that were written.
 */
export async function settle(sql: Sql, workerId: string, results: readonly Result[], now: Date): Promise<Set<string>> {
  const rows = results.map((result) => rowOf(result, now));
  // The claim number alone fences: with the state in the condition the planner walks the partial index of it for each row.
  const written = await sql.of(writtenRow)`
    with r as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}) as r (
        id bigint, claim int, destination uuid, state text, due timestamptz, attempt smallint, done timestamptz, n smallint, at timestamptz,
        class text, status smallint, error text, dns int, connect int, tls int, wait int, total int, address text,
        request jsonb, headers jsonb, body text, truncated boolean, bucket timestamptz, ok int, bad int)
    ),
    u as (
      update deliveries d set state = r.state, due_at = r.due, attempt = r.attempt, done_at = r.done, worker_id = null, claimed_at = null,
        last_class = r.class, last_status = r.status, last_error = r.error
      from r where d.id = r.id and d.claim = r.claim
      returning d.id
    ),
    logged as (
      insert into attempts (delivery_id, n, at, class, status, error, dns_ms, connect_ms, tls_ms, wait_ms, total_ms, remote_address,
        request, response_headers, response_body, response_truncated, worker_id)
      select r.id, r.n, r.at, r.class, r.status, r.error, r.dns, r.connect, r.tls, r.wait, r.total, r.address,
        r.request, r.headers, r.body, r.truncated, ${workerId}
      from r join u on u.id = r.id
      on conflict do nothing
    ),
    counted as (
      insert into destination_stats as s (destination_id, bucket, ok, bad)
      select r.destination, r.bucket, sum(r.ok), sum(r.bad) from r join u on u.id = r.id where r.ok + r.bad > 0
      group by 1, 2 order by 1, 2
      on conflict (destination_id, bucket) do update set ok = s.ok + excluded.ok, bad = s.bad + excluded.bad
    ),
    health as (
      update destinations e set
        consecutive_failures = case when h.recovered then h.failures else least(e.consecutive_failures + h.failures, 1000000) end,
        proven_at = case when h.recovered then ${now} else e.proven_at end,
        not_before = greatest(e.not_before, h.after),
        last_exhausted_at = greatest(e.last_exhausted_at, h.exhausted)
      from jsonb_to_recordset(${JSON.stringify(healthOf(results, now))}) as h (id uuid, recovered boolean, failures int, after timestamptz, exhausted timestamptz)
      where e.id = h.id and (h.failures > 0 or h.after is not null or h.exhausted is not null or e.consecutive_failures > 0
        or (h.recovered and (e.proven_at is null or e.proven_at < ${new Date(now.getTime() - provenWrittenMs)})))
    )
    select id from u`;
  return new Set(written.map((row) => row.id));
}

const writtenRow = z.object({ id: z.string() });

function rowOf(result: Result, now: Date) {
  const { claimed, attempted } = result;
  const settled = settledBy(result, now);
  const { timings } = attempted;
  const isGood = attempted.class === "delivered";
  return {
    id: claimed.id,
    claim: claimed.claim,
    destination: claimed.destination.id,
    state: settled.state,
    due: settled.dueAt.toISOString(),
    attempt: settled.attempt,
    done: settled.doneAt?.toISOString() ?? null,
    n: claimed.attempt,
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
    ok: isGood ? 1 : 0,
    bad: !isGood && isCounted(attempted.class) ? 1 : 0,
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

function addTo(health: Health, { claimed, attempted }: Result, now: Date): Health {
  if (attempted.class === "delivered") return { ...health, recovered: true, failures: 0 };
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
