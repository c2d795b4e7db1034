import { z } from "zod";
import { sql } from "#db/client";
import { json } from "#db/row-types";
import { type Outcome, urgencies } from "#db/vocabulary";

const healthRow = z.object({
  serviceId: z.string(),
  disabledCount: z.number(),
  lastRequest: json<{ receivedAt: string; outcome: Outcome; status: number }>().nullable(),
});

/** How the integrations of a service fare, in one line of a list. Moments are text, as JSON has no dates. */
export type ServiceHealth = z.output<typeof healthRow>;

/** The health of each of these services; one without integrations is left out. */
export async function healthOfServices(ids: string[]): Promise<ServiceHealth[]> {
  return sql().of(healthRow)`
    select i.service_id as "serviceId", count(i.disabled_at)::int as "disabledCount",
      (array_agg(r.last order by r.received_at desc) filter (where r.last is not null))[1] as "lastRequest"
    from integrations i left join lateral (
      select received_at, jsonb_build_object('receivedAt', received_at, 'outcome', outcome, 'status', status) as last
      from requests where integration_id = i.id order by received_at desc, id desc limit 1) r on true
    where i.service_id = any(${ids}::uuid[]) and i.deleted_at is null
    group by i.service_id`;
}

/** At most so many of the newest requests are looked through for refused ones. */
const mostLookedThrough = 2000;
const dayMs = 86_400_000;

/** How many requests of each integration of a service were refused, of those of the last day. */
export async function refusedOfIntegrations(serviceId: string, now: Date): Promise<Map<string, number>> {
  const rows = await sql().of(refusedRow)`
    select i.id, r.refused from integrations i cross join lateral (
      select (count(*) filter (where outcome = 'refused'))::int as refused from (
        select outcome from requests where integration_id = i.id and received_at > ${new Date(now.getTime() - dayMs)}
        order by received_at desc, id desc limit ${mostLookedThrough}) newest) r
    where i.service_id = ${serviceId} and i.deleted_at is null`;
  return new Map(rows.map(({ id, refused }) => [id, refused]));
}

const refusedRow = z.object({ id: z.string(), refused: z.number() });

const openRow = z.object({
  urgency: z.enum(urgencies),
  triggered: z.number(),
  acknowledged: z.number(),
  snoozed: z.number(),
});

export type OpenIncidents = z.output<typeof openRow>;

/** What is not resolved of a service, by urgency, the high one first. */
export async function openIncidentsOfService(serviceId: string): Promise<OpenIncidents[]> {
  return sql().of(openRow)`
    select urgency, (count(*) filter (where status = 'triggered' and snoozed_until is null))::int as triggered,
      (count(*) filter (where status = 'acknowledged' and snoozed_until is null))::int as acknowledged,
      (count(*) filter (where snoozed_until is not null))::int as snoozed
    from incidents where service_id = ${serviceId} and status <> 'resolved' group by urgency order by urgency = 'high' desc`;
}
