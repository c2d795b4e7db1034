import { and, desc, eq } from "drizzle-orm";
import { db } from "#db/client";
import { deliveries, destinations, platformEvents } from "#db/schema/delivery";
import { timelineEntries } from "#db/schema/incidents";
import type { Actor, TimelineKind } from "#db/vocabulary";

export type TimelineEntry = {
  id: string;
  at: Date;
  kind: TimelineKind;
  actor: Actor;
  details: Record<string, unknown>;
};

/** More than this of one incident nobody reads; the newest are shown. */
const most = 500;

/** What happened to the incident, newest last. */
export async function timelineOf(incidentId: string): Promise<TimelineEntry[]> {
  const rows = await db()
    .select()
    .from(timelineEntries)
    .where(eq(timelineEntries.incidentId, incidentId))
    .orderBy(desc(timelineEntries.at), desc(timelineEntries.id))
    .limit(most);
  return rows
    .reverse()
    .map((row) => ({ id: row.id, at: row.at, kind: row.kind, actor: actorOf(row), details: row.details }));
}

/** Who did this to the incident last, and when. */
export async function lastEntryOf(
  incidentId: string,
  kind: TimelineKind,
): Promise<{ actor: Actor; at: Date } | undefined> {
  const [row] = await db()
    .select()
    .from(timelineEntries)
    .where(and(eq(timelineEntries.incidentId, incidentId), eq(timelineEntries.kind, kind)))
    .orderBy(desc(timelineEntries.at), desc(timelineEntries.id))
    .limit(1);
  return row && { actor: actorOf(row), at: row.at };
}

export type IncidentDelivery = Awaited<ReturnType<typeof deliveriesOf>>[number];

/** The messages about the incident to other systems, newest last. Their attempts are read one delivery at a time. */
export async function deliveriesOf(incidentId: string) {
  const rows = await db()
    .select({
      id: deliveries.id,
      eventType: platformEvents.type,
      kind: deliveries.kind,
      destination: { id: destinations.id, name: destinations.name, type: destinations.type },
      state: deliveries.state,
      createdAt: deliveries.createdAt,
      dueAt: deliveries.dueAt,
      doneAt: deliveries.doneAt,
      attempt: deliveries.attempt,
      lastClass: deliveries.lastClass,
      lastStatus: deliveries.lastStatus,
      lastError: deliveries.lastError,
    })
    .from(platformEvents)
    .innerJoin(deliveries, eq(deliveries.eventId, platformEvents.id))
    .innerJoin(destinations, eq(destinations.id, deliveries.destinationId))
    .where(eq(platformEvents.incidentId, incidentId))
    .orderBy(desc(deliveries.id))
    .limit(most);
  return rows.reverse().map((row) => ({ ...row, id: String(row.id) }));
}

function actorOf(row: typeof timelineEntries.$inferSelect): Actor {
  // The id of an integration opens incidents, so it is no way to say who did something.
  return { kind: row.actorKind, id: row.actorKind === "integration" ? null : row.actorId, name: row.actorName };
}
