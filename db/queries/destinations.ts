import { z } from "zod";
import { sql } from "#db/client";
import { isUuid } from "#db/id";
import { bytes, json } from "#db/row-types";
import { type Part, part } from "#db/sql";

const destinationRow = z.object({
  id: z.string(),
  type: z.string(),
  name: z.string(),
  config: json<Record<string, unknown>>(),
  secrets: bytes.nullable(),
  events: z.array(z.string()),
  createdAt: z.date(),
  disabledAt: z.date().nullable(),
  disabledReason: z.string().nullable(),
  blockedAt: z.date().nullable(),
  blockedReason: z.string().nullable(),
  consecutiveFailures: z.number(),
  notBefore: z.date().nullable(),
  delivered: z.number(),
  failed: z.number(),
  pending: z.number(),
  retrying: z.number(),
  inFlight: z.number(),
  lastDeliveredAt: z.date().nullable(),
  lastErrorId: z.string().nullable(),
  lastErrorAt: z.date().nullable(),
  lastError: z.string().nullable(),
});

/** A destination with its health, secrets still sealed. lib/destinations/view.ts makes of it what a reader may see. */
export type DestinationRow = z.output<typeof destinationRow>;

/** Every destination that is not deleted, oldest first. There are few: they are made by hand. */
export async function allDestinations(now: Date): Promise<DestinationRow[]> {
  return sql().of(destinationRow)`${rows(now)} order by e.created_at, e.id`;
}

/** The destination, unless it was deleted. */
export async function destinationById(id: string, now: Date): Promise<DestinationRow | undefined> {
  if (!isUuid(id)) return undefined;
  const [row] = await sql().of(destinationRow)`${rows(now)} and e.id = ${id}`;
  return row;
}

const dayMs = 86_400_000;

// Backlogs are counted up to ten thousand and the last error is looked for in the last hundred deliveries, so that a card is
// drawn as fast beside a million deliveries as beside ten.
function rows(now: Date): Part {
  return part`
    select e.id, e.type, e.name, e.config, e.secrets, coalesce(card.events, '{}') as events, e.created_at as "createdAt", e.disabled_at as "disabledAt",
      e.disabled_reason as "disabledReason", e.blocked_at as "blockedAt", e.blocked_reason as "blockedReason", e.consecutive_failures as "consecutiveFailures",
      case when e.not_before > ${now} then e.not_before end as "notBefore",
      day.ok as delivered, day.bad as failed, queue.pending, queue.retrying, flight."inFlight",
      (select max(x.done_at) from (
        select done_at, state from deliveries where destination_id = e.id order by id desc limit 100) x where x.state = 'delivered') as "lastDeliveredAt",
      bad.id as "lastErrorId", bad.at as "lastErrorAt", bad.error as "lastError"
    from destinations e
    left join subscriptions card on card.destination_id = e.id and card.owner_kind = 'card'
    cross join lateral (
      select coalesce(sum(ok), 0)::int as ok, coalesce(sum(bad), 0)::int as bad from destination_stats
      where destination_id = e.id and bucket > ${new Date(now.getTime() - dayMs)}) day
    cross join lateral (
      select count(*)::int as pending, (count(*) filter (where x.attempt > 0))::int as retrying
      from (select attempt from deliveries where destination_id = e.id and state = 'pending' limit 10000) x) queue
    cross join lateral (
      select count(*)::int as "inFlight" from deliveries where destination_id = e.id and state = 'in_flight') flight
    left join lateral (
      select x.id, coalesce(x.done_at, x.created_at) as at, x.last_error as error
      from (select id, created_at, done_at, last_error from deliveries where destination_id = e.id order by id desc limit 100) x
      where x.last_error is not null order by x.id desc limit 1) bad on true
    where e.deleted_at is null`;
}
