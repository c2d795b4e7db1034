import { and, lte, ne } from "drizzle-orm";
import { incidents } from "#db/schema/incidents";
import { tocsinItself } from "#db/vocabulary";
import { changeIncidents } from "#lib/incidents/change-incidents";

/** Triggers the incidents again whose snooze is over at `now`, and returns their ids. Does nothing the second time. */
export async function endSnooze(incidentIds: string[], now: Date): Promise<string[]> {
  return changeIncidents(
    incidentIds,
    {
      kind: "snooze_ended",
      when: and(ne(incidents.status, "resolved"), lte(incidents.snoozedUntil, now)),
      set: { status: "triggered", acknowledgedAt: null, snoozedUntil: null },
    },
    { actor: tocsinItself, now },
  );
}
