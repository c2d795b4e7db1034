import { and, eq, isNotNull, or, sql } from "drizzle-orm";
import { incidents } from "#db/schema/incidents";
import type { By } from "#lib/change/change";
import { changeIncident, type IncidentChange, type Verdict } from "#lib/incidents/change-incidents";

/** Takes the incident, which also ends a snooze; one that nobody has becomes the person's own. When somebody else was first, the verdict says who. */
export async function acknowledge(id: string, by: By): Promise<Verdict> {
  return changeIncident(id, { ...acknowledgement(by), refusal: whyNot }, by);
}

/** The change itself, for one incident or many. */
export function acknowledgement({ actor, now }: By): IncidentChange {
  return {
    kind: "acknowledged",
    when: or(
      eq(incidents.status, "triggered"),
      and(eq(incidents.status, "acknowledged"), isNotNull(incidents.snoozedUntil)),
    ),
    set: {
      status: "acknowledged",
      acknowledgedAt: sql`coalesce(${incidents.acknowledgedAt}, ${now.toISOString()}::timestamptz)`,
      snoozedUntil: null,
      ...(actor.kind === "person" &&
        actor.id !== null && {
          assigneeIds: sql`case when cardinality(${incidents.assigneeIds}) = 0 then array[${actor.id}::uuid] else ${incidents.assigneeIds} end`,
        }),
    },
  };
}

function whyNot(incident: { status: string; number: number }): string | undefined {
  if (incident.status === "resolved")
    return `Incident #${incident.number} is resolved. Reopen it before you acknowledge it.`;
}
