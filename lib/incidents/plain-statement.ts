import { givenRelations, parameter, usual } from "#lib/incidents/ingest-parameters";
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

/**
 * The ingest statement for batches that ask for nothing unusual, which costs less because it knows less. Requests that turn out
 * to be unusual are left alone and have no row in its answer: those of an integration that is disabled, over its limit or whose
 * keys belong elsewhere by now, those without a service, and those with a trigger that may be stale. Everything else, also how rows are locked, is as in ingestStatement.
 */
export const plainStatement = `
with ${givenRelations(usual)},
${homes},
doubtful as materialized (
  select distinct e.request_no from (select * from event where ordered_at is not null) e
  cross join lateral ${laterResolve("e", "e.ordered_at::timestamptz")} a
  where e.action = 'trigger'
),
sender as materialized (
  select r.no, r.id as request_id, r.nth, r.service_id, r.integration_id, r.actor_kind, r.actor_id, i.rate_limit_per_minute as allowed, s.urgencies,
    case when r.actor_kind = 'integration' then coalesce(i.name, r.actor_name) else r.actor_name end as actor_name
  from request r
  left join home i on i.id = r.integration_id
  left join seen on seen.id = r.integration_id
  cross join lateral (select s.urgencies from services s where s.id = r.service_id and s.deleted_at is null limit 1) s
  where (r.integration_id is null or (i.id is not null and not coalesce(i.scope <> r.scope or i.version <> seen.version, false)))
    and not exists (select from doubtful d where d.request_no = r.no)
),
counted as materialized (
  select integration_id, allowed, count(*)::int as added from sender where nth > 0 and allowed > 0 group by integration_id, allowed
),
usage as (
  insert into integration_usage as u (integration_id, minute, used)
  select integration_id, ${parameter.minute}::timestamptz, added from counted where added <= allowed order by integration_id
  on conflict (integration_id, minute) do update set used = u.used + excluded.used
    where u.used + excluded.used <= (select c.allowed from counted c where c.integration_id = excluded.integration_id)
  returning integration_id
),
plain as materialized (
  select s.* from sender s left join usage u on u.integration_id = s.integration_id
  where s.nth = 0 or s.allowed = 0 or s.allowed is null or u.integration_id is not null
),
admitted as materialized (
  select e.*, p.request_id, p.service_id, p.integration_id, p.actor_kind, p.actor_id, p.actor_name, p.urgencies,
    array_position(${ranked}, e.severity) as rank
  from event e join plain p on p.no = e.request_no
),
wanted as materialized (
  select a.*, g.alerts, true as opens, g.worst, null as said_urgency, (${ranked})[g.worst] as worst_severity,
    coalesce(a.urgencies ->> (${ranked})[g.worst], 'high') as worst_urgency
  from (select min(no) as no, count(*)::int as alerts, max(rank) as worst from admitted group by key_no) g
  join admitted a on a.no = g.no
),
${heldAndTouched},
${opened()},
${landedAndChanged},
${kept("false")},
told as (
  insert into timeline_entries (id, incident_id, at, kind, actor_kind, actor_id, actor_name, details)
  ${timelineRows}
),
${announcedAndNamed},
received as (
  insert into requests (id, received_at, integration_id, source, method, path, query, headers, body, ip, outcome, reason, status,
    events, incident_ids, duration_ms)
  select r.id, r.received_at::timestamptz, r.integration_id, r.source, r.method, r.path, r.query, r.headers::jsonb,
    substring(${parameter.bodies}::bytea from r.body_at for r.body_length), r.ip, r.outcome, r.reason, r.status, r.events::jsonb,
    coalesce(o.ids, '{}'), r.duration_ms
  from request r join plain p on p.no = r.no
  left join incidents_of o on o.request_no = r.no
  where r.is_kept = 1
)
select p.no as request_no, a.no as event_no, l.id as incident_id, l.number
from plain p
left join admitted a on a.request_no = p.no
left join landed l on l.key_no = a.key_no`;
