import { sql } from "drizzle-orm";
import { newId } from "#db/id";
import { timelineEntries } from "#db/schema/incidents";
import type { TimelineKind } from "#db/vocabulary";
import { actorColumns, type Change } from "#lib/change/change";
import { eventTypeOf } from "#lib/events/incidents";

/** Changes that people and timers make; what an alert changes is written by ingest itself. */
export type RecordedKind = Exclude<TimelineKind, "triggered" | "severity_raised" | "trigger_ignored">;

/**
 * Writes a change of incidents into their timelines and into the outbox, after the change itself: the event carries the
 * incident as it is then. Tells dispatch and browsers.
 */
export async function recordChange(
  { tx, by, wake }: Change,
  incidentIds: string[],
  kind: RecordedKind,
  details: (incidentId: string) => Record<string, unknown>,
): Promise<void> {
  if (incidentIds.length === 0) return;
  const shared = { at: by.now, kind, ...actorColumns(by.actor) };
  const entries = incidentIds.map((incidentId) => ({
    id: newId(),
    incidentId,
    ...shared,
    details: details(incidentId),
  }));
  await tx.insert(timelineEntries).values(entries);
  const entryIds = entries.map(({ id }) => id);
  await tx.execute(eventsOf(entryIds, eventTypeOf(kind)));
  wake("outbox", "incidents", ...incidentIds.map((id) => `incident:${id}`));
}

// An event has the id of its timeline entry, as those of ingest have.
function eventsOf(entryIds: string[], type: string) {
  return sql`insert into platform_events (id, type, incident_id, service_id, severity, urgency, payload, occurred_at)
    select entry.id, ${type}, entry.incident_id, incidents.service_id, incidents.severity, incidents.urgency,
      jsonb_build_object(
        'actor', jsonb_build_object('kind', entry.actor_kind, 'id', entry.actor_id, 'name', entry.actor_name),
        'incident', incident_snapshot(incidents), 'details', entry.details),
      entry.at
    from timeline_entries entry join incidents on incidents.id = entry.incident_id
    where entry.id in ${entryIds}`;
}
