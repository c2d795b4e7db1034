import { z } from "zod";
import { sql } from "#db/client";
import { isUuid } from "#db/id";
import { json } from "#db/row-types";
import { type Part, part } from "#db/sql";
import { type Outcome, severities } from "#db/vocabulary";

/** What those who show integrations and intake read alike, of `integrations i`. */
export const integrationFields = {
  id: z.string(),
  serviceId: z.string(),
  type: z.string(),
  name: z.string(),
  config: json<Record<string, unknown>>(),
  defaultSeverity: z.enum(severities),
  sharesKeys: z.boolean(),
  signatureHeader: z.string().nullable(),
  pinnedTopic: z.string().nullable(),
  disabledAt: z.date().nullable(),
};
export const integrationColumns = part`i.id, i.service_id as "serviceId", i.type, i.name, i.config,
  i.default_severity as "defaultSeverity", i.shares_keys as "sharesKeys", i.signature_header as "signatureHeader",
  i.pinned_topic as "pinnedTopic", i.disabled_at as "disabledAt"`;

const integrationRow = z.object({
  ...integrationFields,
  rateLimitPerMinute: z.number(),
  hasSignatureSecret: z.boolean(),
  previousSecretValidUntil: z.date().nullable(),
  createdAt: z.date(),
  /** Moments of these two are text, as JSON has no dates. */
  keys: json<{ keyHash: string; sealedKey: string; expiresAt: string | null }[]>(),
  lastRequest: json<{ receivedAt: string; outcome: Outcome; status: number }>().nullable(),
  usedThisMinute: z.number(),
  overLimitLastHour: z.number(),
  waiting: z.number(),
});

/** An integration with its sealed keys (newest first, expired ones left out). lib/integrations/view.ts makes of it what a reader may see. */
export type IntegrationRow = z.output<typeof integrationRow>;

/** The integrations of a service, oldest first. */
export async function integrationsOfService(serviceId: string, now: Date): Promise<IntegrationRow[]> {
  if (!isUuid(serviceId)) return [];
  return sql().of(integrationRow)`${rows(now)} and i.service_id = ${serviceId} order by i.created_at, i.id`;
}

/** The integration, unless it or its service was deleted. */
export async function integrationById(id: string, now: Date): Promise<IntegrationRow | undefined> {
  if (!isUuid(id)) return undefined;
  const [integration] = await sql().of(integrationRow)`${rows(now)} and i.id = ${id}`;
  return integration;
}

const hourMs = 3_600_000;

function rows(now: Date): Part {
  return part`
    select ${integrationColumns}, i.rate_limit_per_minute as "rateLimitPerMinute",
      i.signature_secret is not null as "hasSignatureSecret",
      case when i.previous_secret_expires_at > ${now} then i.previous_secret_expires_at end as "previousSecretValidUntil",
      i.created_at as "createdAt", k.keys, r.last as "lastRequest", least(coalesce(u.used, 0), i.rate_limit_per_minute) as "usedThisMinute",
      (select coalesce(sum(greatest(0, used - i.rate_limit_per_minute)), 0)::int from integration_usage
        where integration_id = i.id and minute > ${new Date(now.getTime() - hourMs)}) as "overLimitLastHour",
      (select count(distinct request_id)::int from late_requests where integration_id = i.id) as waiting
    from integrations i
    cross join lateral (
      select coalesce(jsonb_agg(jsonb_build_object('keyHash', key_hash, 'sealedKey', encode(sealed_key, 'base64'), 'expiresAt', expires_at)
        order by expires_at desc nulls first, created_at desc), '[]') as keys
      from integration_keys where integration_id = i.id and (expires_at is null or expires_at > ${now})) k
    left join lateral (
      select jsonb_build_object('receivedAt', received_at, 'outcome', outcome, 'status', status) as last
      from requests where integration_id = i.id order by received_at desc, id desc limit 1) r on true
    left join integration_usage u on u.integration_id = i.id and u.minute = date_trunc('minute', ${now}::timestamptz)
    where i.deleted_at is null`;
}
