import { ne } from "drizzle-orm";
import { incidents } from "#db/schema/incidents";
import type { By } from "#lib/change/change";
import { changeIncident, type IncidentChange, type Verdict } from "#lib/incidents/change-incidents";

/** Closes the incident. When somebody else was first, the verdict says who. */
export async function resolve(id: string, by: By): Promise<Verdict> {
  return changeIncident(id, resolution(by.now), by);
}

/** The change itself, for one incident or many. */
export function resolution(now: Date): IncidentChange {
  return {
    kind: "resolved",
    when: ne(incidents.status, "resolved"),
    set: { status: "resolved", resolvedAt: now, snoozedUntil: null },
  };
}
