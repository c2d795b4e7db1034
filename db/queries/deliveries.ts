import { type Sql, sql } from "#db/client";
import type { AttemptRequest } from "#db/schema/delivery";
import type { AttemptClass, DeliveryKind, DeliveryState } from "#db/vocabulary";
import { isUuid } from "#lib/id";

/** A delivery with what it tells. lib/delivery/view.ts makes of it what a reader sees. */
export type DeliveryRow = {
  id: string;
  destinationId: string;
  destinationName: string;
  kind: DeliveryKind;
  state: DeliveryState;
  createdAt: Date;
  dueAt: Date;
  attempt: number;
  lastClass: AttemptClass | null;
  lastStatus: number | null;
  lastError: string | null;
  doneAt: Date | null;
  replayNumber: number;
  eventId: string;
  eventType: string;
  payload: Record<string, unknown>;
  occurredAt: Date;
  /** Waits for an earlier delivery of the same incident. */
  isBehind: boolean;
  /** The receiver asked for peace until then. */
  notBefore: Date | null;
  /** How long the last try took. */
  lastMs: number | null;
};

export type AttemptRow = {
  n: number;
  at: Date;
  class: AttemptClass;
  status: number | null;
  error: string | null;
  dnsMs: number | null;
  connectMs: number | null;
  tlsMs: number | null;
  waitMs: number | null;
  totalMs: number;
  remoteAddress: string | null;
  request: AttemptRequest | null;
  responseHeaders: Record<string, string> | null;
  responseBody: string | null;
  responseTruncated: boolean;
};

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
  const pg = sql();
  return pg<DeliveryRow[]>`
    ${rows(pg)}
    where d.destination_id = ${destinationId}
      ${states ? pg`and d.state in ${pg([...states])}` : pg``}
      ${before && isNumber(before) ? pg`and d.id < ${before}` : pg``}
    order by d.id desc limit ${limit}`;
}

/** What was and is sent about an incident, newest first. */
export async function deliveriesOfIncident(incidentId: string, limit: number): Promise<DeliveryRow[]> {
  if (!isUuid(incidentId)) return [];
  const pg = sql();
  return pg<DeliveryRow[]>`${rows(pg)} where ev.incident_id = ${incidentId} order by d.id desc limit ${limit}`;
}

export async function deliveryById(id: string): Promise<DeliveryRow | undefined> {
  if (!isNumber(id)) return undefined;
  const pg = sql();
  const [row] = await pg<DeliveryRow[]>`${rows(pg)} where d.id = ${id}`;
  return row;
}

/** Every try of a delivery, oldest first. */
export async function attemptsOf(deliveryId: string, createdAt: Date): Promise<AttemptRow[]> {
  return sql()<AttemptRow[]>`
    select n, at, class, status, error, dns_ms as "dnsMs", connect_ms as "connectMs", tls_ms as "tlsMs", wait_ms as "waitMs", total_ms as "totalMs",
      remote_address as "remoteAddress", request, response_headers as "responseHeaders", response_body as "responseBody",
      response_truncated as "responseTruncated"
    from attempts where delivery_id = ${deliveryId} and at >= ${new Date(createdAt.getTime() - 3_600_000)} order by at, n`;
}

const mostReplayed = 10_000;

/** Which failed deliveries of a destination have not been sent again since, oldest first: one for each event. */
export function replayable(pg: Sql, destinationId: string, since: Date) {
  return pg`
    select distinct on (d.event_id) d.id, d.event_id, d.order_key from deliveries d
    where d.destination_id = ${destinationId} and d.state in ('exhausted', 'discarded') and d.kind <> 'test' and d.created_at >= ${since}
      and not exists (select 1 from deliveries later
        where later.event_id = d.event_id and later.destination_id = d.destination_id and later.kind <> 'test'
          and later.state in ('pending', 'in_flight', 'delivered'))
    order by d.event_id, d.id limit ${mostReplayed}`;
}

/** How many deliveries *Replay all* would make. */
export async function countReplayable(destinationId: string, since: Date): Promise<number> {
  if (!isUuid(destinationId)) return 0;
  const pg = sql();
  const [row] = await pg<{ count: number }[]>`select count(*)::int from (${replayable(pg, destinationId, since)}) x`;
  return row?.count ?? 0;
}

const isNumber = (text: string) => /^\d{1,18}$/.test(text);

function rows(pg: Sql) {
  return pg`
    select d.id, d.destination_id as "destinationId", e.name as "destinationName", d.kind, d.state, d.created_at as "createdAt", d.due_at as "dueAt",
      d.attempt, d.last_class as "lastClass", d.last_status as "lastStatus", d.last_error as "lastError", d.done_at as "doneAt",
      d.replay_number as "replayNumber", ev.id as "eventId", ev.type as "eventType", ev.payload, ev.occurred_at as "occurredAt",
      e.not_before as "notBefore",
      (select total_ms from attempts where delivery_id = d.id and n = d.attempt and at >= d.created_at - interval '1 hour' order by at desc limit 1) as "lastMs",
      d.state = 'pending' and d.order_key is not null and exists (
        select 1 from deliveries q where q.destination_id = d.destination_id and q.order_key = d.order_key and q.id < d.id
          and q.state in ('pending', 'in_flight')) as "isBehind"
    from deliveries d join platform_events ev on ev.id = d.event_id join destinations e on e.id = d.destination_id`;
}
