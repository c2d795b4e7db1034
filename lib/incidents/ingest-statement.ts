import { type Severity, severities } from "#db/vocabulary";

/** Why the database refused what the process had let in. */
export const reasons = {
  disabled: "The integration is disabled.",
  over: "Over the limit of requests a minute.",
} as const;

/**
 * One statement and one commit for a batch of received requests: the usage count, the incidents, their alerts,
 * timeline and outbox, and the requests themselves. Within a batch all events of one dedup key have the same action.
 *
 * Parameters: $1 the moment, $2 its minute, then one array for each column of `request` and of `event`.
 * Rows lock in one order (usage, then incidents by scope and key), so that batches of several processes cannot deadlock.
 */
export const ingestStatement = `
with request as materialized (
  select r.* from unnest(
    $3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[],
    $13::text[], $14::text[], $15::text[], $16::text[], $17::text[], $18::int[], $19::int[], $20::text[], $21::int[], $22::int[], $23::int[]
  ) as r(id, integration_id, service_id, actor_kind, actor_name, received_at, source, method, path, query,
    headers, body, ip, outcome, reason, status, over_status, events, duration_ms, nth, part)
),
event as materialized (
  select * from unnest(
    $24::int[], $25::uuid[], $26::uuid[], $27::text[], $28::text[], $29::text[], $30::text[], $31::text[], $32::text[], $33::text[],
    $34::text[], $35::text[], $36::uuid[], $37::uuid[], $38::uuid[]
  ) as e(ord, request_id, scope, action, dedup_key, summary, source, severity, details, links,
    images, occurred_at, alert_id, incident_id, change_id)
),
counted as (
  select r.integration_id, count(*)::int as added from request r join integrations i on i.id = r.integration_id
  where r.nth > 0 and i.rate_limit_per_minute > 0 group by r.integration_id order by r.integration_id
),
usage as (
  insert into integration_usage as u (integration_id, minute, used) select integration_id, $2::timestamptz, added from counted order by integration_id
  on conflict (integration_id, minute) do update set used = u.used + excluded.used
  returning integration_id, used
),
verdict as materialized (
  select r.id, r.service_id, r.integration_id, r.actor_kind, coalesce(i.name, r.actor_name) as actor_name, s.urgencies,
    s.id is not null and s.deleted_at is null
      and (r.integration_id is null or (i.id is not null and i.disabled_at is null and i.deleted_at is null)) as open,
    coalesce(r.nth > 0 and u.used - c.added + r.nth > i.rate_limit_per_minute, false) as over
  from request r
  left join integrations i on i.id = r.integration_id
  left join services s on s.id = r.service_id
  left join counted c on c.integration_id = r.integration_id
  left join usage u on u.integration_id = r.integration_id
),
admitted as materialized (
  select e.*, v.service_id, v.integration_id, v.actor_kind, v.actor_name, v.urgencies,
    array_position(array[${severityRow()}], e.severity) as rank
  from event e join verdict v on v.id = e.request_id
  where v.open and (not v.over or e.action = 'resolve')
),
wanted as materialized (
  select scope, dedup_key, min(action) as action, count(*)::int as alerts, min(ord) as first_ord, max(rank) as rank
  from admitted group by scope, dedup_key
),
held as materialized (
  select i.id, i.number, i.dedup_scope, i.dedup_key, i.status, i.severity
  from incidents i join wanted w on i.dedup_scope = w.scope and i.dedup_key = w.dedup_key
  where i.status <> 'resolved'
  order by i.dedup_scope, i.dedup_key
  for update of i
),
grown as (
  update incidents i set
    alert_count = i.alert_count + w.alerts,
    last_alert_at = $1::timestamptz,
    changed_at = $1,
    severity = case when w.rank > ${rankOf("i.severity")} then f.severity_of_rank else i.severity end,
    urgency = case when w.rank > ${rankOf("i.severity")} and f.urgency_of_rank = 'high' then 'high' else i.urgency end
  from held h
  join wanted w on w.scope = h.dedup_scope and w.dedup_key = h.dedup_key
  join lateral (
    select (array[${severityRow()}])[w.rank] as severity_of_rank,
      coalesce(a.urgencies ->> (array[${severityRow()}])[w.rank], 'high') as urgency_of_rank
    from admitted a where a.ord = w.first_ord
  ) f on true
  where i.id = h.id and w.action = 'trigger'
  returning i.id, i.severity, h.severity as severity_before, w.first_ord
),
opened as (
  insert into incidents as i (id, service_id, dedup_scope, dedup_key, title, source, status, severity, urgency, alert_count,
    links, images, opened_at, last_alert_at, changed_at)
  select a.incident_id, a.service_id, w.scope, w.dedup_key, a.summary, a.source, 'triggered', (array[${severityRow()}])[w.rank],
    coalesce(a.urgencies ->> (array[${severityRow()}])[w.rank], 'high'), w.alerts, a.links::jsonb, a.images::jsonb, $1, $1, $1
  from wanted w join admitted a on a.ord = w.first_ord
  where w.action = 'trigger' and not exists (select from held h where h.dedup_scope = w.scope and h.dedup_key = w.dedup_key)
  order by w.scope, w.dedup_key
  on conflict (dedup_scope, dedup_key) where status <> 'resolved' do update set
    alert_count = i.alert_count + excluded.alert_count, last_alert_at = excluded.last_alert_at, changed_at = excluded.changed_at
  returning i.id, i.number, i.dedup_scope, i.dedup_key, i.xmax = 0 as is_new, incident_snapshot(i) as snapshot
),
moved as (
  update incidents i set
    status = case when w.action = 'resolve' then 'resolved' else 'acknowledged' end,
    acknowledged_at = case when w.action = 'acknowledge' then $1 else i.acknowledged_at end,
    resolved_at = case when w.action = 'resolve' then $1 end,
    snoozed_until = case when w.action = 'resolve' then null else i.snoozed_until end,
    changed_at = $1
  from held h join wanted w on w.scope = h.dedup_scope and w.dedup_key = h.dedup_key
  where i.id = h.id and (w.action = 'resolve' or (w.action = 'acknowledge' and h.status = 'triggered'))
  returning i.id, i.status, w.first_ord, incident_snapshot(i) as snapshot
),
landed as materialized (
  select dedup_scope as scope, dedup_key, id, number from held
  union all select dedup_scope, dedup_key, id, number from opened
),
changed as materialized (
  select o.id, w.first_ord, 'triggered' as kind, o.snapshot from opened o
    join wanted w on w.scope = o.dedup_scope and w.dedup_key = o.dedup_key where o.is_new
  union all select id, first_ord, status, snapshot from moved
  union all select id, first_ord, 'severity_raised', null from grown where severity <> severity_before
),
kept as (
  insert into alerts (id, request_id, integration_id, service_id, incident_id, action, dedup_key, summary, source, severity,
    details, links, images, occurred_at, received_at)
  select a.alert_id, a.request_id, a.integration_id, a.service_id, l.id, a.action, a.dedup_key, a.summary, a.source, a.severity,
    a.details::jsonb, a.links::jsonb, a.images::jsonb, a.occurred_at::timestamptz, $1
  from admitted a left join landed l on l.scope = a.scope and l.dedup_key = a.dedup_key
),
told as (
  insert into timeline_entries (id, incident_id, at, kind, actor_kind, actor_id, actor_name, details)
  select a.change_id, c.id, $1, c.kind, a.actor_kind, a.integration_id, a.actor_name,
    jsonb_build_object('summary', a.summary, 'severity', a.severity)
  from changed c join admitted a on a.ord = c.first_ord
),
announced as (
  insert into platform_events (id, type, incident_id, payload, occurred_at)
  select a.change_id, 'incident.' || c.kind, c.id,
    jsonb_build_object('actor', jsonb_build_object('kind', a.actor_kind, 'id', a.integration_id, 'name', a.actor_name), 'incident', c.snapshot),
    $1
  from changed c join admitted a on a.ord = c.first_ord where c.kind <> 'severity_raised'
),
received as (
  insert into requests (id, received_at, integration_id, source, method, path, query, headers, body, ip, outcome, reason, status,
    events, incident_ids, duration_ms)
  select r.id, r.received_at::timestamptz, r.integration_id, r.source, r.method, r.path, r.query, r.headers::jsonb,
    decode(r.body, 'hex'), r.ip,
    case when s.stands then r.outcome else 'refused' end,
    case when s.stands then r.reason when v.over then '${reasons.over}' else '${reasons.disabled}' end,
    case when s.stands then r.status when v.over then r.over_status else 403 end,
    r.events::jsonb,
    (select coalesce(array_agg(distinct l.id), '{}') from admitted a join landed l on l.scope = a.scope and l.dedup_key = a.dedup_key
      where a.request_id = r.id),
    r.duration_ms
  from request r join verdict v on v.id = r.id
  cross join lateral (select r.outcome = 'refused' or (v.open and not v.over) as stands) s
  where r.part = 0
)
select v.id as request_id, v.open, v.over, a.ord, l.id as incident_id, l.number
from verdict v left join admitted a on a.request_id = v.id
left join landed l on l.scope = a.scope and l.dedup_key = a.dedup_key
order by a.ord`;

function severityRow() {
  return severities.map((severity: Severity) => `'${severity}'`).join(", ");
}

function rankOf(column: string) {
  return `array_position(array[${severityRow()}], ${column})`;
}
