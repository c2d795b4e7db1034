import { sql } from "drizzle-orm";
import { newId } from "#db/id";
import { timelineEntries } from "#db/schema/incidents";
import type { Tx } from "#db/transaction";
import type { Actor, TimelineKind } from "#db/vocabulary";
import type { EventType } from "#lib/events/catalogue";
import { wake } from "#lib/live/wake";
import { actorColumns } from "#lib/record";

/** Changes that people and timers make; what an alert changes is written by ingest itself. */
export type RecordedKind = Exclude<TimelineKind, "triggered" | "severity_raised" | "trigger_ignored">;

const eventTypes: Record<RecordedKind, EventType> = {
  acknowledged: "incident.acknowledged",
  unacknowledged: "incident.unacknowledged",
  resolved: "incident.resolved",
  reopened: "incident.reopened",
  snoozed: "incident.snoozed",
  snooze_ended: "incident.unsnoozed",
  assigned: "incident.assigned",
  noted: "incident.noted",
  changed: "incident.changed",
};

/**
 * Writes a change of incidents into their timelines and into the outbox, in the transaction of the change and after it:
 * the event carries the incident as it is then. Call `wakeIncidents` once it is committed.
 */
export async function recordChange(
  tx: Tx,
  change: { incidentIds: string[]; kind: RecordedKind; actor: Actor; details: Record<string, unknown>; now: Date },
): Promise<void> {
  if (change.incidentIds.length === 0) return;
  const entries = change.incidentIds.map((incidentId) => ({ ...entryOf(change), incidentId }));
  await tx.insert(timelineEntries).values(entries);
  const entryIds = entries.map((entry) => entry.id);
  await tx.execute(eventsOf(entryIds, eventTypes[change.kind]));
}

/** Tells dispatch and browsers, after the commit, that these incidents changed. */
export function wakeIncidents(incidentIds: string[]): void {
  if (incidentIds.length > 0) wake("outbox", "incidents", ...incidentIds.map((id) => `incident:${id}`));
}

function entryOf({ kind, actor, details, now }: Parameters<typeof recordChange>[1]) {
  return { id: newId(), at: now, kind, ...actorColumns(actor), details };
}

// An event has the id of its timeline entry, as those of ingest have.
function eventsOf(entryIds: string[], type: EventType) {
  return sql`insert into platform_events (id, type, incident_id, payload, occurred_at)
    select entry.id, ${type}, entry.incident_id,
      jsonb_build_object(
        'actor', jsonb_build_object('kind', entry.actor_kind, 'id', entry.actor_id, 'name', entry.actor_name),
        'incident', incident_snapshot(incidents), 'details', entry.details),
      entry.at
    from timeline_entries entry join incidents on incidents.id = entry.incident_id
    where entry.id in ${entryIds}`;
}
