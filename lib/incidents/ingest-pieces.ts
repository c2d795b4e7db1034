import { severities } from "#db/vocabulary";
import { parameter } from "#lib/incidents/ingest-parameters";

// What the statements that take in events have in common, in SQL.

export const ranked = `array[${severities.map((severity) => `'${severity}'`).join(", ")}]`;

/** From `request`: the integrations that are enabled, under a lock that a change of one waits for, and what is seen without it. */
export const homes = `
home as materialized (
  select i.*, case when i.shares_keys then i.service_id else i.id end as scope
  from (select distinct integration_id as id from request) r
  cross join lateral (select i.id, i.xmin as version, i.name, i.rate_limit_per_minute, i.shares_keys, i.service_id
    from integrations i where i.id = r.id and i.disabled_at is null and i.deleted_at is null limit 1 for key share) i
),
seen as materialized (
  select r.id, i.version from (select distinct integration_id as id from request) r
  cross join lateral (select i.xmin as version from integrations i where i.id = r.id limit 1) i
)`;

/** A sender's time may be this far ahead of ours and still be believed. */
export const believedAheadSeconds = 10;

/** In a lateral join: a resolve of the key of `row` that came before and is of later than its moment `at`. */
export const laterResolve = (row: string, at: string) => `
    (select from alerts a where a.dedup_scope = ${row}.scope and a.dedup_key = ${row}.dedup_key and a.action = 'resolve'
      and a.occurred_at > ${at} and a.occurred_at <= a.received_at + interval '${believedAheadSeconds} seconds'
      and a.received_at > greatest(${at}, ${parameter.moment}::timestamptz - interval '24 hours') limit 1)`;

/** From `wanted`: the open incidents of the keys, locked, and changed as is asked for. */
export const heldAndTouched = `
held as materialized (
  select w.*, i.id, i.number, i.status, i.severity as severity_before
  from (select * from wanted order by scope, dedup_key) w
  cross join lateral (select i.id, i.number, i.status, i.severity from incidents i
    where i.dedup_scope = w.scope and i.dedup_key = w.dedup_key and i.status <> 'resolved' limit 1 for update) i
),
touched as (
  update incidents i set
    alert_count = i.alert_count + case when h.action = 'trigger' then h.alerts else 0 end,
    last_alert_at = case when h.action = 'trigger' then ${parameter.moment}::timestamptz else i.last_alert_at end,
    severity = case when h.action = 'trigger' and h.worst > array_position(${ranked}, i.severity) then h.worst_severity else i.severity end,
    urgency = case when h.action = 'trigger' and h.worst > array_position(${ranked}, i.severity) and h.worst_urgency = 'high' then 'high'
      when h.action = 'trigger' and h.said_urgency = 'high' then 'high' else i.urgency end,
    status = case h.action when 'resolve' then 'resolved' when 'acknowledge' then 'acknowledged' else i.status end,
    acknowledged_at = case when h.action = 'acknowledge' then ${parameter.moment} else i.acknowledged_at end,
    resolved_at = case h.action when 'resolve' then ${parameter.moment} when 'trigger' then i.resolved_at end,
    snoozed_until = case when h.action = 'trigger' then i.snoozed_until end,
    changed_at = ${parameter.moment}
  from held h
  where i.id = any (array(select id from held where action <> 'acknowledge' or status = 'triggered')) and i.id = h.id
  returning i.id, i.status, i.severity, h.action, h.severity_before, h.no, case when h.action <> 'trigger' then incident_snapshot(i) end as snapshot
)`;

/** From `wanted` and `held`: new incidents, where `unless`, a condition more in SQL, does not speak against it. */
export const opened = (unless = "") => `
opened as (
  insert into incidents as i (id, service_id, dedup_scope, dedup_key, title, source, status, severity, urgency, alert_count,
    links, images, opened_at, last_alert_at, changed_at)
  select incident_id, service_id, scope, dedup_key, summary, source, 'triggered', worst_severity, worst_urgency, alerts,
    links::jsonb, images::jsonb, ${parameter.moment}, ${parameter.moment}, ${parameter.moment}
  from wanted w
  where action = 'trigger' and opens and not exists (select from held h where h.key_no = w.key_no)${unless}
  order by scope, dedup_key
  on conflict (dedup_scope, dedup_key) where status <> 'resolved' do update set
    alert_count = i.alert_count + excluded.alert_count, last_alert_at = excluded.last_alert_at, changed_at = excluded.changed_at
  returning i.id, i.number, i.dedup_scope, i.dedup_key, i.xmax = 0 as is_new, incident_snapshot(i) as snapshot
)`;

/** From those: the incident of each key, and what is new in it for its timeline and the outbox. */
export const landedAndChanged = `
landed as materialized (
  select key_no, id, number from held
  union all
  select w.key_no, o.id, o.number from opened o join wanted w on w.scope = o.dedup_scope and w.dedup_key = o.dedup_key
),
changed as materialized (
  select o.id, w.no, 'triggered' as kind, o.snapshot from opened o
    join wanted w on w.scope = o.dedup_scope and w.dedup_key = o.dedup_key where o.is_new
  union all select id, no, case when action = 'trigger' then 'severity_raised' else status end, snapshot from touched
    where action <> 'trigger' or severity <> severity_before
)`;

/** From `admitted` and `landed`: the alerts. `suppressed` says in SQL which are. */
export const kept = (suppressed: string) => `
kept as (
  insert into alerts (id, request_id, integration_id, service_id, incident_id, action, dedup_scope, dedup_key, summary, source, severity,
    details, links, images, occurred_at, received_at, suppressed)
  select a.alert_id, a.request_id, a.integration_id, a.service_id, l.id, a.action, a.scope, a.dedup_key, a.summary, a.source, a.severity,
    a.details::jsonb, a.links::jsonb, a.images::jsonb, a.occurred_at::timestamptz, ${parameter.moment}, ${suppressed}
  from admitted a left join landed l on l.key_no = a.key_no
)`;

/** From `changed` and `wanted`: what the timelines say. */
export const timelineRows = `
  select w.change_id, c.id, ${parameter.moment}::timestamptz, c.kind, w.actor_kind, w.actor_id, w.actor_name,
    jsonb_build_object('summary', w.summary, 'severity', w.severity)
  from changed c join wanted w on w.no = c.no`;

/** From `changed`, `admitted` and `landed`: the outbox, and the incidents of each request. */
export const announcedAndNamed = `
announced as (
  insert into platform_events (id, type, incident_id, service_id, severity, urgency, payload, occurred_at)
  select w.change_id, 'incident.' || c.kind, c.id, (c.snapshot -> 'service' ->> 'id')::uuid, c.snapshot ->> 'severity', c.snapshot ->> 'urgency',
    jsonb_build_object('actor', jsonb_build_object('kind', w.actor_kind, 'id', w.actor_id, 'name', w.actor_name), 'incident', c.snapshot),
    ${parameter.moment}
  from changed c join wanted w on w.no = c.no where c.kind <> 'severity_raised' order by w.no
),
incidents_of as (
  select a.request_no, array_agg(distinct l.id) as ids from admitted a join landed l on l.key_no = a.key_no group by a.request_no
)`;
