import { eq } from "drizzle-orm";
import { incidents } from "#db/schema/incidents";
import type { By } from "#lib/change/change";
import { changeIncident, type Verdict } from "#lib/incidents/change-incidents";

/** Gives the incident back: it is triggered again, awake, until somebody takes it. */
export async function unacknowledge(id: string, by: By): Promise<Verdict> {
  return changeIncident(
    id,
    {
      kind: "unacknowledged",
      when: eq(incidents.status, "acknowledged"),
      set: { status: "triggered", acknowledgedAt: null, snoozedUntil: null },
      refusal: ({ status, number }) =>
        status === "resolved" ? `Incident #${number} is resolved. Reopen it before you give it back.` : undefined,
    },
    by,
  );
}
