import { z } from "zod";
import { sql } from "#db/client";
import { isUuid } from "#db/id";
import { json } from "#db/row-types";
import type { AttemptRequest } from "#db/schema/delivery";
import { type Part, part } from "#db/sql";
import { attemptClasses, type DeliveryState, deliveryKinds, deliveryStates } from "#db/vocabulary";

const deliveryRow = z.object({
  id: z.string(),
  destinationId: z.string(),
  destinationName: z.string(),
  destinationType: z.string(),
  kind: z.enum(deliveryKinds),
  state: z.enum(deliveryStates),
  createdAt: z.date(),
  dueAt: z.date(),
  attempt: z.number(),
  lastClass: z.enum(attemptClasses).nullable(),
  lastStatus: z.number().nullable(),
  lastError: z.string().nullable(),
  doneAt: z.date().nullable(),
  replayNumber: z.number(),
  eventId: z.string(),
  eventType: z.string(),
  payload: json<Record<string, unknown>>(),
  occurredAt: z.date(),
  /** Waits for an earlier delivery of the same incident. */
  isBehind: z.boolean(),
  /** The receiver asked to be left alone until then. */
  notBefore: z.date().nullable(),
  /** The token bucket of its destination. */
  tokens: z.number().nullable(),
  tokensAt: z.date().nullable(),
  /** How long the last try took. */
  lastMs: z.number().nullable(),
});

/** A delivery with what it tells. lib/delivery/view.ts makes of it what a reader sees. */
export type DeliveryRow = z.output<typeof deliveryRow>;

const attemptRow = z.object({
  n: z.number(),
  /** Nought sent the message; the others asked what became of it. */
  ask: z.number(),
  at: z.date(),
  class: z.enum(attemptClasses),
  status: z.number().nullable(),
  error: z.string().nullable(),
  dnsMs: z.number().nullable(),
  connectMs: z.number().nullable(),
  tlsMs: z.number().nullable(),
  waitMs: z.number().nullable(),
  totalMs: z.number(),
  remoteAddress: z.string().nullable(),
  request: json<AttemptRequest>().nullable(),
  responseHeaders: json<Record<string, string>>().nullable(),
  responseBody: z.string().nullable(),
  responseTruncated: z.boolean(),
});

export type AttemptRow = z.output<typeof attemptRow>;

export type DeliveryFilter = {
  states?: readonly DeliveryState[] | undefined;
  /** The id of the last delivery of the page before. */
  before?: string | undefined;
  limit: number;
};

/** The deliveries of a destination, newest first. */
export async function deliveriesOfDestination(
  destinationId: string,
  { states, before, limit }: DeliveryFilter,
): Promise<DeliveryRow[]> {
  if (!isUuid(destinationId)) return [];
  return sql().of(deliveryRow)`
    ${rows}
    where d.destination_id = ${destinationId}
      ${states ? part`and d.state = any (${states})` : part``}
      ${before && isNumber(before) ? part`and d.id < ${before}` : part``}
    order by d.id desc limit ${limit}`;
}

export async function deliveryById(id: string): Promise<DeliveryRow | undefined> {
  if (!isNumber(id)) return undefined;
  const [row] = await sql().of(deliveryRow)`${rows} where d.id = ${id}`;
  return row;
}

/** Every try of a delivery, oldest first. */
export async function attemptsOf(deliveryId: string, createdAt: Date): Promise<AttemptRow[]> {
  return sql().of(attemptRow)`
    select n, ask, at, class, status, error, dns_ms as "dnsMs", connect_ms as "connectMs", tls_ms as "tlsMs", wait_ms as "waitMs", total_ms as "totalMs",
      remote_address as "remoteAddress", request, response_headers as "responseHeaders", response_body as "responseBody",
      response_truncated as "responseTruncated"
    from attempts where delivery_id = ${deliveryId} and at >= ${new Date(createdAt.getTime() - 3_600_000)} order by at, n, ask`;
}

const mostReplayed = 10_000;

/** Which failed deliveries of a destination have not been sent again since, oldest first: one for each event and subscription. */
export function replayable(destinationId: string, since: Date): Part {
  return part`
    select distinct on (d.event_id, d.subscription_id) d.event_id, d.destination_id, d.subscription_id, d.address, d.subject from deliveries d
    where d.destination_id = ${destinationId} and d.state in ('exhausted', 'discarded') and d.kind <> 'test' and d.created_at >= ${since}
      and not exists (select 1 from deliveries later
        where later.event_id = d.event_id and later.destination_id = d.destination_id
          and later.subscription_id is not distinct from d.subscription_id and later.kind <> 'test'
          and later.state in ('pending', 'in_flight', 'delivered'))
    order by d.event_id, d.subscription_id, d.id limit ${mostReplayed}`;
}

/** How many deliveries *Replay all* would make. */
export async function countReplayable(destinationId: string, since: Date): Promise<number> {
  if (!isUuid(destinationId)) return 0;
  const [row] = await sql().of(countRow)`select count(*)::int from (${replayable(destinationId, since)}) x`;
  return row?.count ?? 0;
}

const isNumber = (text: string) => /^\d{1,18}$/.test(text);

const countRow = z.object({ count: z.number() });

const rows = part`
    select d.id, d.destination_id as "destinationId", e.name as "destinationName", e.type as "destinationType", d.kind, d.state, d.created_at as "createdAt", d.due_at as "dueAt",
      d.attempt, d.last_class as "lastClass", d.last_status as "lastStatus", d.last_error as "lastError", d.done_at as "doneAt",
      d.replay_number as "replayNumber", ev.id as "eventId", ev.type as "eventType", ev.payload, ev.occurred_at as "occurredAt",
      e.not_before as "notBefore", e.tokens, e.tokens_at as "tokensAt",
      (select total_ms from attempts where delivery_id = d.id and n = d.attempt and at >= d.created_at - interval '1 hour' order by at desc limit 1) as "lastMs",
      d.state = 'pending' and d.subject is not null and exists (
        select 1 from deliveries q where q.destination_id = d.destination_id and q.subject = d.subject and q.id < d.id
          and q.state in ('pending', 'in_flight') and q.address is not distinct from d.address) as "isBehind"
    from deliveries d join platform_events ev on ev.id = d.event_id join destinations e on e.id = d.destination_id`;
