import { everything, givenRelations, parameter } from "#lib/incidents/ingest-parameters";
import {
  announcedAndNamed,
  heldAndTouched,
  homes,
  kept,
  landedAndChanged,
  laterResolve,
  opened,
  ranked,
  timelineRows,
} from "#lib/incidents/ingest-pieces";

/** Why the database refused what the process had let in. */
const reasons = {
  disabled: "The integration is disabled.",
  over: "Over the limit of requests a minute.",
} as const;

/** Past what can be taken in an hour a sender is refused: an alert of yesterday pages nobody in time. */
const longestWaitMinutes = 60;

/** What a request with triggers that came after their resolve is told, in SQL. */
const staleReason = `case when t.events is not null then format('%s older than the resolve that came before, so it opened no incident: %L.',
      case when t.events = 1 then 'A trigger is' else t.events || ' triggers are' end, t.dedup_key) end`;

/** An event `e` as it waits, in SQL. */
const eventAsJson = `(jsonb_build_object('scope', e.scope, 'action', e.action, 'dedupKey', e.dedup_key, 'summary', e.summary,
    'source', e.source, 'severity', e.severity, 'details', e.details::jsonb, 'links', e.links::jsonb, 'images', e.images::jsonb,
    'occurredAt', e.occurred_at)
  || jsonb_strip_nulls(jsonb_build_object('serviceId', e.to_service_id, 'urgency', e.urgency, 'suppressed', case when e.suppressed = 1 then true end,
    'pauseUntil', e.pause_until, 'note', e.note)))`;

const unlessStale = `
    and not exists (select from stale l where l.key_no = w.key_no)`;

/**
 * One statement and one commit for a batch of received requests: the usage count, the incidents, their alerts,
 * timeline and outbox, and the requests themselves. Within a batch all events of one dedup key have the same action.
 *
 * A delivery id that came within 24 hours makes its request a repeat. The last part of a request remembers its id, so that
 * one that broke off in the middle can be sent again. A trigger is stale when its key was resolved, by the sender's clock and
 * within the last day, after it happened: only what senders say counts, never what people do. It matters only where nothing
 * is open. A resolve whose time is ahead of ours proves nothing: its clock is wrong. A little ahead counts as when it came.
 * What opened nothing stands in the timeline of the incident that its key had last, if one of its last ten resolves had one.
 *
 * It is given `request` and `event`, whose `request_no` and `key_no` number requests and dedup keys within the batch. The
 * bodies of all requests come in one parameter, one after the other: in an array they would travel as text, which takes seconds
 * for a large one.
 *
 * Some things may have been decided about an event when it came. A suppressed trigger opens nothing and makes nothing worse, but
 * its alert counts for the incident that is open. One that is paused waits in held_events, unless its incident is open already.
 * A note stands behind what opened its incident.
 *
 * A request over its integration's limit is refused where the sender tries again after that; elsewhere its events wait in
 * late_requests, all but the resolves, which always get in. When their turn comes they are given again with the moment
 * since which they waited: a resolve of their key stored after that has overtaken them, and they change nothing.
 *
 * Where an integration's keys belong is read again under a lock that a change of it waits for and makes wait. Events that
 * were meant for another scope, and those of a statement that is too old to see what the change has moved, are left alone;
 * their request is named with the right scope, for the next statement.
 *
 * Rows lock in one order (integrations, usage, delivery ids, then incidents by scope and key), so that batches of several processes cannot deadlock.
 * generate_series beside unnest makes the planner expect many rows: it expects ten of unnest, and then compares every
 * row with every other. It expects half of the rows where a column is true, and few where one has a value. LIMIT 1 and = ANY keep the large tables on their indexes, whatever it expects.
 */
export const ingestStatement = `
with ${givenRelations(everything)},
${homes},
sender as materialized (
  select r.no, r.id as request_id, r.received_at, r.nth, r.part, r.delivery, r.is_last = 1 as is_last, r.follows = 1 as follows,
    r.waiting_since::timestamptz as waiting_since, coalesce(r.over_status <> 429, false) as may_wait, r.service_id, r.integration_id, r.actor_kind, r.actor_id,
    case when r.actor_kind = 'integration' then coalesce(i.name, r.actor_name) else r.actor_name end as actor_name,
    i.rate_limit_per_minute as allowed, s.urgencies,
    i.scope, m.has_moved, r.is_kept = 1 and not m.has_moved as is_kept,
    s.id is not null and (r.integration_id is null or i.id is not null) and not m.has_moved as open
  from request r
  left join home i on i.id = r.integration_id
  left join seen on seen.id = r.integration_id
  cross join lateral (select coalesce(i.scope <> r.scope or i.version <> seen.version, false) as has_moved) m
  left join lateral (select s.id, s.urgencies from services s where s.id = r.service_id and s.deleted_at is null limit 1) s on true
),
counted as materialized (
  select integration_id, count(*)::int as added from sender where open and nth > 0 and allowed > 0 group by integration_id
),
usage as (
  insert into integration_usage as u (integration_id, minute, used)
  select integration_id, ${parameter.minute}::timestamptz, added from counted order by integration_id
  on conflict (integration_id, minute) do update set used = u.used + excluded.used
  returning integration_id, used
),
measured as materialized (
  select s.*, s.follows or coalesce(s.nth > 0 and u.used - c.added + s.nth > s.allowed, false) as over
  from sender s
  left join counted c on c.integration_id = s.integration_id
  left join usage u on u.integration_id = s.integration_id
),
crowded as materialized (
  select o.integration_id from (select distinct integration_id, allowed from measured where over and may_wait and not follows) o
  cross join lateral (select count(*) as waiting from (select from late_requests l where l.integration_id = o.integration_id
    limit o.allowed * ${longestWaitMinutes}) l) w
  where w.waiting >= o.allowed * ${longestWaitMinutes}
),
verdict as materialized (
  select m.*, m.open and m.over and m.may_wait and m.waiting_since is null and (m.follows or c.integration_id is null) as late
  from measured m left join crowded c on c.integration_id = m.integration_id
),
remembered as (
  insert into received_deliveries as d (integration_id, delivery_id, request_id, received_at)
  select distinct on (integration_id, delivery) integration_id, delivery, request_id, ${parameter.moment}::timestamptz
  from verdict where open and (late or not over) and delivery is not null and is_last
  order by integration_id, delivery, no
  on conflict (integration_id, delivery_id) do update set request_id = excluded.request_id, received_at = excluded.received_at
    where d.received_at <= ${parameter.moment}::timestamptz - interval '24 hours'
  returning d.request_id
),
repeated as materialized (
  select v.no, 'A repeat of a request received at '
    || coalesce(to_char(d.received_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS "UTC"'), 'the same moment') || ': it has no effect.' as reason
  from verdict v
  left join remembered m on m.request_id = v.request_id
  left join lateral (select d.received_at from received_deliveries d where d.integration_id = v.integration_id
    and d.delivery_id = v.delivery and d.received_at > ${parameter.moment}::timestamptz - interval '24 hours' limit 1) d on true
  where v.open and (v.late or not v.over) and v.delivery is not null and v.part = 0
    and case when v.is_last then m.request_id is null else d.received_at is not null end
),
postponed as materialized (
  select e.no from (select * from event where pause_until is not null) e
  join verdict v on v.no = e.request_no left join repeated p on p.no = v.no
  where v.open and not v.over and p.no is null and e.action = 'trigger' and e.suppressed = 0
    and e.pause_until::timestamptz > ${parameter.moment}::timestamptz
    and not exists (select from incidents i where i.dedup_scope = e.scope and i.dedup_key = e.dedup_key and i.status <> 'resolved')
),
admitted as materialized (
  select e.*, v.request_id, v.waiting_since, coalesce(s.id, v.service_id) as service_id, v.integration_id, v.actor_kind, v.actor_id,
    v.actor_name, coalesce(s.urgencies, v.urgencies) as urgencies, array_position(${ranked}, e.severity) as rank
  from event e join verdict v on v.no = e.request_no left join repeated p on p.no = v.no left join postponed h on h.no = e.no
  left join lateral (select s.id, s.urgencies from services s where s.id = e.to_service_id and s.deleted_at is null limit 1) s on true
  where v.open and (not v.over or e.action = 'resolve') and p.no is null and h.no is null
),
overtaken as materialized (
  select distinct w.key_no from (select * from admitted where waiting_since is not null and action <> 'resolve') w
  cross join lateral (select from alerts a where a.dedup_scope = w.scope and a.dedup_key = w.dedup_key and a.action = 'resolve'
    and a.received_at > w.waiting_since limit 1) a
),
wanted as materialized (
  select a.*, g.alerts, g.opens, g.worst, g.newest, g.said_urgency, (${ranked})[g.worst] as worst_severity,
    least(g.said_urgency, case when not g.all_said then coalesce(a.urgencies ->> (${ranked})[g.worst], 'high') end) as worst_urgency
  from (select coalesce(min(no) filter (where suppressed = 0), min(no)) as no, count(*)::int as alerts, min(suppressed) = 0 as opens,
      max(rank) filter (where suppressed = 0) as worst, min(urgency) filter (where suppressed = 0) as said_urgency,
      bool_and(urgency is not null) filter (where suppressed = 0) as all_said,
      max(coalesce(ordered_at::timestamptz, 'infinity')) as newest from admitted a
      where not exists (select from overtaken o where o.key_no = a.key_no) group by key_no) g
  join admitted a on a.no = g.no
),
${heldAndTouched},
stale as materialized (
  select w.key_no from (select * from wanted where action = 'trigger' and opens and newest < 'infinity') w
  left join held h on h.key_no = w.key_no
  cross join lateral ${laterResolve("w", "w.newest")} a
  where h.key_no is null
),
${opened(unlessStale)},
${landedAndChanged},
unopened as materialized (
  select distinct on (a.key_no) a.*, l.incident_id as shown_on from admitted a
  cross join lateral (select r.incident_id from (select incident_id, received_at from alerts where dedup_scope = a.scope
      and dedup_key = a.dedup_key and action = 'resolve' order by received_at desc limit 10) r
    where r.incident_id is not null order by r.received_at desc limit 1) l
  where a.action = 'trigger' and a.suppressed = 0 and a.key_no = any (array(select key_no from stale union all select key_no from overtaken))
  order by a.key_no, a.no
),
${kept("a.suppressed = 1")},
said as materialized (
  select distinct on (l.id, a.note) a.note_id, l.id as incident_id, a.actor_kind, a.actor_id, a.actor_name, a.note
  from (select * from admitted where note is not null) a join landed l on l.key_no = a.key_no
  where not exists (select from timeline_entries t where t.incident_id = l.id and t.kind = 'noted' and t.details ->> 'text' = a.note)
  order by l.id, a.note, a.no
),
told as (
  insert into timeline_entries (id, incident_id, at, kind, actor_kind, actor_id, actor_name, details)
  ${timelineRows}
  union all
  select change_id, shown_on, ${parameter.moment}::timestamptz, 'trigger_ignored', actor_kind, actor_id, actor_name,
    jsonb_build_object('summary', summary, 'occurredAt', occurred_at, 'integrationId', integration_id, 'requestId', request_id)
  from unopened
  union all
  select note_id, incident_id, ${parameter.moment}::timestamptz + interval '1 microsecond', 'noted', actor_kind, actor_id, actor_name, jsonb_build_object('text', note) from said
),
${announcedAndNamed},
stale_of as (
  select a.request_no, count(*) as events, min(a.dedup_key) as dedup_key from admitted a join stale l on l.key_no = a.key_no group by a.request_no
),
waiting as (
  insert into late_requests (request_id, part, integration_id, received_at, waiting_since, due_at, events)
  select v.request_id, v.part, v.integration_id, v.received_at::timestamptz, ${parameter.moment}, ${parameter.minute}::timestamptz + interval '1 minute', coalesce(e.events, '[]')
  from verdict v left join repeated p on p.no = v.no
  cross join lateral (select jsonb_agg(${eventAsJson} order by e.no) as events
    from event e where e.request_no = v.no and e.action <> 'resolve') e
  where v.late and p.no is null and (v.part = 0 or e.events is not null)
),
holding as (
  insert into held_events (id, request_id, received_at, origin, waiting_since, due_at, event)
  select e.alert_id, v.request_id, v.received_at::timestamptz, jsonb_build_object('integrationId', v.integration_id, 'serviceId', v.service_id,
      'actor', jsonb_build_object('kind', v.actor_kind, 'id', v.actor_id, 'name', v.actor_name)),
    coalesce(v.waiting_since, ${parameter.moment}::timestamptz), e.pause_until::timestamptz, ${eventAsJson} - 'pauseUntil'
  from postponed h join event e on e.no = h.no join verdict v on v.no = e.request_no
),
received as (
  insert into requests (id, received_at, integration_id, source, method, path, query, headers, body, ip, outcome, reason, status,
    events, incident_ids, duration_ms, replay_of)
  select r.id, r.received_at::timestamptz, r.integration_id, r.source, r.method, r.path, r.query, r.headers::jsonb,
    substring(${parameter.bodies}::bytea from r.body_at for r.body_length), r.ip,
    case when not s.stands then 'refused' when p.no is not null then 'ignored' when v.late then 'late' else r.outcome end,
    case when s.stands then coalesce(p.reason, nullif(concat_ws(' ', r.reason, ${staleReason}), ''))
      when v.over then '${reasons.over}' else '${reasons.disabled}' end,
    case when not s.stands then case when v.over then r.over_status else 403 end when p.no is not null then 200 else r.status end,
    case when p.no is null then r.events else '[]' end::jsonb, coalesce(o.ids, '{}'), r.duration_ms, r.replay_of
  from request r join verdict v on v.no = r.no
  cross join lateral (select r.outcome = 'refused' or (v.open and (v.late or not v.over)) as stands) s
  left join incidents_of o on o.request_no = r.no
  left join repeated p on p.no = r.no
  left join stale_of t on t.request_no = r.no
  where v.is_kept
)
select v.no as request_no, case when v.has_moved then v.scope end as scope, v.open, v.over, v.late, p.reason as repeat, a.no as event_no, l.id as incident_id, l.number,
  u.shown_on as ignored_on
from verdict v left join repeated p on p.no = v.no
left join admitted a on a.request_no = v.no
left join landed l on l.key_no = a.key_no
left join unopened u on u.no = a.no`;
