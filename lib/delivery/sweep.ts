import { z } from "zod";
import type { Sql } from "#db/sql";

/** Longer than any attempt may take; a delivery in flight for longer was forgotten, whoever has it. */
const longestFlightMs = 240_000;

/** Puts back what no living worker has in flight, and notes the attempt that was cut off. Returns how many. */
export async function putBackLost(sql: Sql, now: Date): Promise<number> {
  const rows = await sql`
    with lost as (
      select d.id, d.worker_id, d.claimed_at from deliveries d
      where d.state = 'in_flight'
        and (d.claimed_at < ${new Date(now.getTime() - longestFlightMs)} or not exists (select 1 from workers w where w.id = d.worker_id))
      for update skip locked
    ),
    back as (
      update deliveries d set state = 'pending', due_at = ${now}, worker_id = null, claimed_at = null, last_class = 'interrupted',
        last_status = null, last_error = ${cutOff}
      from lost where d.id = lost.id
      returning d.id, d.attempt, lost.worker_id, coalesce(lost.claimed_at, ${now}) as at
    ),
    logged as (
      insert into attempts (delivery_id, n, at, class, error, total_ms, worker_id)
      select id, attempt, at, 'interrupted', ${cutOff}, 0, worker_id from back
      on conflict do nothing
    )
    select id from back`;
  return rows.length;
}

/**
 * Puts back deliveries that `workerId` has in flight without knowing, of those it claimed until then: the answer to its claim
 * was lost. Nothing was sent. Returns how many.
 */
export async function putBackForgotten(
  sql: Sql,
  workerId: string,
  known: readonly string[],
  now: Date,
  claimedUntil = now,
): Promise<number> {
  const rows = await sql`
    update deliveries set state = 'pending', due_at = ${now}, attempt = attempt - 1, worker_id = null, claimed_at = null
    where state = 'in_flight' and worker_id = ${workerId} and claimed_at <= ${claimedUntil} and not (id = any (${known}::bigint[]))
    returning id`;
  return rows.length;
}

const cutOff = "The worker ended before the answer came. The message is sent again.";

/**
 * Discards what still waits for destinations that are disabled or deleted: made while they changed, or on its way then and
 * to be tried again. Returns the ids of these destinations.
 */
export async function discardUnwanted(sql: Sql, now: Date): Promise<string[]> {
  // Goes from the few destinations to what waits for them; the other way round all that waits would be read.
  const rows = await sql.of(ofDestination)`
    update deliveries set state = 'discarded', done_at = ${now}
    where state = 'pending' and id = any (array(
      select p.id from destinations e
      cross join lateral (select d.id from deliveries d where d.destination_id = e.id and d.state = 'pending' limit 1000) p
      where e.disabled_at is not null or e.deleted_at is not null))
    returning destination_id as "destinationId"`;
  return [...new Set(rows.map((row) => row.destinationId))];
}

const ofDestination = z.object({ destinationId: z.string() });
