import { severities } from "#db/vocabulary";

/** Why the database refused what the process had let in. */
const reasons = {
  disabled: "The integration is disabled.",
  over: "Over the limit of requests a minute.",
} as const;

const ranked = `array[${severities.map((severity) => `'${severity}'`).join(", ")}]`;

/**
 * One statement and one commit for a batch of received requests: the usage count, the incidents, their alerts,
 * timeline and outbox, and the requests themselves. Within a batch all events of one dedup key have the same action.
 *
 * Parameters: $1 the moment, $2 its minute, $3 and $4 how many requests and events, then one array for each column of
 * `request` and of `event`; `request_no` and `key_no` number requests and dedup keys within the batch.
 *
 * Rows lock in one order (usage, then incidents by scope and key), so that batches of several processes cannot deadlock.
 * generate_series beside unnest makes the planner expect many rows: it expects ten of unnest, and then compares every
 * row with every other. LIMIT 1 and = ANY keep the large tables on their indexes, whatever it expects.
 */
export const ingestStatement = `
with request as materialized (
  select * from rows from (generate_series(1, $3::int),
    unnest($5::uuid[]), unnest($6::uuid[]), unnest($7::uuid[]), unnest($8::text[]), unnest($9::text[]), unnest($10::text[]),
    unnest($11::text[]), unnest($12::text[]), unnest($13::text[]), unnest($14::text[]), unnest($15::text[]), unnest($16::text[]),
    unnest($17::text[]), unnest($18::text[]), unnest($19::text[]), unnest($20::int[]), unnest($21::int[]), unnest($22::text[]),
    unnest($23::int[]), unnest($24::int[]), unnest($25::int[])
  ) as r(no, id, integration_id, service_id, actor_kind, actor_name, received_at, source, method, path, query, headers, body,
    ip, outcome, reason, status, over_status, events, duration_ms, nth, part)
),
event as materialized (
  select * from rows from (generate_series(1, $4::int),
    unnest($26::int[]), unnest($27::int[]), unnest($28::uuid[]), unnest($29::text[]), unnest($30::text[]), unnest($31::text[]),
    unnest($32::text[]), unnest($33::text[]), unnest($34::text[]), unnest($35::text[]), unnest($36::text[]), unnest($37::text[]),
    unnest($38::uuid[]), unnest($39::uuid[]), unnest($40::uuid[])
  ) as e(no, request_no, key_no, scope, action, dedup_key, summary, source, severity, details, links, images, occurred_at,
    alert_id, incident_id, change_id)
),
sender as materialized (
  select r.no, r.id as request_id, r.nth, r.service_id, r.integration_id, r.actor_kind, coalesce(i.name, r.actor_name) as actor_name,
    i.rate_limit_per_minute as allowed, s.urgencies,
    s.id is not null and (r.integration_id is null or i.id is not null) as open
  from request r
  left join lateral (select i.id, i.name, i.rate_limit_per_minute from integrations i
    where i.id = r.integration_id and i.disabled_at is null and i.deleted_at is null limit 1) i on true
  left join lateral (select s.id, s.urgencies from services s where s.id = r.service_id and s.deleted_at is null limit 1) s on true
),
counted as materialized (
  select integration_id, count(*)::int as added from sender where open and nth > 0 and allowed > 0 group by integration_id
),
usage as (
  insert into integration_usage as u (integration_id, minute, used)
  select integration_id, $2::timestamptz, added from counted order by integration_id
  on conflict (integration_id, minute) do update set used = u.used + excluded.used
  returning integration_id, used
),
verdict as materialized (
  select s.*, coalesce(s.nth > 0 and u.used - c.added + s.nth > s.allowed, false) as over
  from sender s
  left join counted c on c.integration_id = s.integration_id
  left join usage u on u.integration_id = s.integration_id
),
admitted as materialized (
  select e.*, v.request_id, v.service_id, v.integration_id, v.actor_kind, v.actor_name, v.urgencies,
    array_position(${ranked}, e.severity) as rank
  from event e join verdict v on v.no = e.request_no
  where v.open and (not v.over or e.action = 'resolve')
),
wanted as materialized (
  select a.*, g.alerts, g.worst, (${ranked})[g.worst] as worst_severity, coalesce(a.urgencies ->> (${ranked})[g.worst], 'high') as worst_urgency
  from (select min(no) as no, count(*)::int as alerts, max(rank) as worst from admitted group by key_no) g
  join admitted a on a.no = g.no
),
held as materialized (
  select w.*, i.id, i.number, i.status, i.severity as severity_before
  from (select * from wanted order by scope, dedup_key) w
  cross join lateral (select i.id, i.number, i.status, i.severity from incidents i
    where i.dedup_scope = w.scope and i.dedup_key = w.dedup_key and i.status <> 'resolved' limit 1 for update) i
),
grown as (
  update incidents i set
    alert_count = i.alert_count + h.alerts,
    last_alert_at = $1::timestamptz,
    changed_at = $1,
    severity = case when h.worst > array_position(${ranked}, i.severity) then h.worst_severity else i.severity end,
    urgency = case when h.worst > array_position(${ranked}, i.severity) and h.worst_urgency = 'high' then 'high' else i.urgency end
  from held h
  where i.id = any (array(select id from held where action = 'trigger')) and i.id = h.id
  returning i.id, i.severity, h.severity_before, h.no
),
opened as (
  insert into incidents as i (id, service_id, dedup_scope, dedup_key, title, source, status, severity, urgency, alert_count,
    links, images, opened_at, last_alert_at, changed_at)
  select incident_id, service_id, scope, dedup_key, summary, source, 'triggered', worst_severity, worst_urgency, alerts,
    links::jsonb, images::jsonb, $1, $1, $1
  from wanted w
  where action = 'trigger' and not exists (select from held h where h.key_no = w.key_no)
  order by scope, dedup_key
  on conflict (dedup_scope, dedup_key) where status <> 'resolved' do update set
    alert_count = i.alert_count + excluded.alert_count, last_alert_at = excluded.last_alert_at, changed_at = excluded.changed_at
  returning i.id, i.number, i.dedup_scope, i.dedup_key, i.xmax = 0 as is_new, incident_snapshot(i) as snapshot
),
moved as (
  update incidents i set
    status = case when h.action = 'resolve' then 'resolved' else 'acknowledged' end,
    acknowledged_at = case when h.action = 'acknowledge' then $1 else i.acknowledged_at end,
    resolved_at = case when h.action = 'resolve' then $1 end,
    snoozed_until = null,
    changed_at = $1
  from held h
  where i.id = any (array(select id from held where action = 'resolve' or (action = 'acknowledge' and status = 'triggered'))) and i.id = h.id
  returning i.id, i.status, h.no, incident_snapshot(i) as snapshot
),
landed as materialized (
  select key_no, id, number from held
  union all
  select w.key_no, o.id, o.number from opened o join wanted w on w.scope = o.dedup_scope and w.dedup_key = o.dedup_key
),
changed as materialized (
  select o.id, w.no, 'triggered' as kind, o.snapshot from opened o
    join wanted w on w.scope = o.dedup_scope and w.dedup_key = o.dedup_key where o.is_new
  union all select id, no, status, snapshot from moved
  union all select id, no, 'severity_raised', null from grown where severity <> severity_before
),
kept as (
  insert into alerts (id, request_id, integration_id, service_id, incident_id, action, dedup_key, summary, source, severity,
    details, links, images, occurred_at, received_at)
  select a.alert_id, a.request_id, a.integration_id, a.service_id, l.id, a.action, a.dedup_key, a.summary, a.source, a.severity,
    a.details::jsonb, a.links::jsonb, a.images::jsonb, a.occurred_at::timestamptz, $1
  from admitted a left join landed l on l.key_no = a.key_no
),
told as (
  insert into timeline_entries (id, incident_id, at, kind, actor_kind, actor_id, actor_name, details)
  select w.change_id, c.id, $1, c.kind, w.actor_kind, w.integration_id, w.actor_name,
    jsonb_build_object('summary', w.summary, 'severity', w.severity)
  from changed c join wanted w on w.no = c.no
),
announced as (
  insert into platform_events (id, type, incident_id, payload, occurred_at)
  select w.change_id, 'incident.' || c.kind, c.id,
    jsonb_build_object('actor', jsonb_build_object('kind', w.actor_kind, 'id', w.integration_id, 'name', w.actor_name), 'incident', c.snapshot),
    $1
  from changed c join wanted w on w.no = c.no where c.kind <> 'severity_raised'
),
incidents_of as (
  select a.request_no, array_agg(distinct l.id) as ids from admitted a join landed l on l.key_no = a.key_no group by a.request_no
),
received as (
  insert into requests (id, received_at, integration_id, source, method, path, query, headers, body, ip, outcome, reason, status,
    events, incident_ids, duration_ms)
  select r.id, r.received_at::timestamptz, r.integration_id, r.source, r.method, r.path, r.query, r.headers::jsonb,
    decode(r.body, 'hex'), r.ip,
    case when s.stands then r.outcome else 'refused' end,
    case when s.stands then r.reason when v.over then '${reasons.over}' else '${reasons.disabled}' end,
    case when s.stands then r.status when v.over then r.over_status else 403 end,
    r.events::jsonb, coalesce(o.ids, '{}'), r.duration_ms
  from request r join verdict v on v.no = r.no
  cross join lateral (select r.outcome = 'refused' or (v.open and not v.over) as stands) s
  left join incidents_of o on o.request_no = r.no
  where r.part = 0
)
select v.no as request_no, v.open, v.over, a.no as event_no, l.id as incident_id, l.number
from verdict v left join admitted a on a.request_no = v.no
left join landed l on l.key_no = a.key_no`;
