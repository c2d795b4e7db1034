import { z } from "zod";
import { sql } from "#db/client";
import { attemptClasses } from "#db/vocabulary";

const stretchRow = z.object({ at: z.date(), ok: z.number(), bad: z.number() });

/** Requests to a destination from `at` on, for as long as the stretch it was asked for. */
export type Stretch = z.output<typeof stretchRow>;

const hourMs = 3_600_000;

/** The requests of the last 24 hours of every destination, by the hour; hours without any are left out. */
export async function requestsByHour(now: Date): Promise<Map<string, Stretch[]>> {
  const from = new Date(now.getTime() - 24 * hourMs);
  const rows = await sql().of(stretchRow.extend({ destinationId: z.string() }))`
    select destination_id as "destinationId", date_bin('1 hour', bucket, ${from}) as at, sum(ok)::int as ok, sum(bad)::int as bad
    from destination_stats where bucket >= ${from} group by 1, 2 order by 2`;
  return Map.groupBy(rows, (row) => row.destinationId);
}

/** The requests of a destination from `from` on, in stretches of `stretchMs`; those without any are left out. */
export async function requestsOfDestination(destinationId: string, from: Date, stretchMs: number): Promise<Stretch[]> {
  return sql().of(stretchRow)`
    select date_bin(${`${stretchMs} milliseconds`}::interval, bucket, ${from}) as at, sum(ok)::int as ok, sum(bad)::int as bad
    from destination_stats where destination_id = ${destinationId} and bucket >= ${from} group by 1 order by 1`;
}

const failureRow = z.object({
  class: z.enum(attemptClasses),
  attempts: z.number(),
  lastAt: z.date(),
  /** The words of the last one, and where to see it. */
  lastError: z.string().nullable(),
  lastDeliveryId: z.string(),
});

export type FailureClass = z.output<typeof failureRow>;

/** At most so many of the newest deliveries are looked through for failed attempts. */
export const mostLookedThrough = 5000;

/** Why attempts failed since `from`, the most frequent reason first. */
export async function failuresByClass(destinationId: string, from: Date): Promise<FailureClass[]> {
  return sql().of(failureRow)`
    select a.class, count(*)::int as attempts, max(a.at) as "lastAt",
      (array_agg(a.error order by a.at desc))[1] as "lastError", (array_agg(a.delivery_id::text order by a.at desc))[1] as "lastDeliveryId"
    from (select id, attempt, last_class from deliveries where destination_id = ${destinationId} order by id desc limit ${mostLookedThrough}) d
      join attempts a on a.delivery_id = d.id and a.at >= ${from} and a.class <> 'delivered'
    where d.attempt > 1 or d.last_class <> 'delivered'
    group by a.class order by 2 desc, 3 desc`;
}
