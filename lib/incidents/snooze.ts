import { and, ne, sql } from "drizzle-orm";
import { incidents } from "#db/schema/incidents";
import type { By } from "#lib/change/change";
import { changeIncident, type Verdict } from "#lib/incidents/change-incidents";
import { Refusal } from "#lib/refusal";

const longestDays = 365;
const dayMs = 86_400_000;

/** Puts the incident to sleep until `until`; then it is triggered again, unless it was acknowledged or resolved before. */
export async function snooze(id: string, until: Date, by: By): Promise<Verdict> {
  const problem = whatIsWrongWith(until, by.now);
  if (problem) throw new Refusal("invalid", problem, { fields: { until: problem } });
  return changeIncident(
    id,
    {
      kind: "snoozed",
      when: and(
        ne(incidents.status, "resolved"),
        sql`${incidents.snoozedUntil} is distinct from ${until.toISOString()}::timestamptz`,
      ),
      set: { snoozedUntil: until },
      details: { until: until.toISOString() },
      refusal: ({ status, number }) =>
        status === "resolved" ? `Incident #${number} is resolved. Reopen it before you snooze it.` : undefined,
    },
    by,
  );
}

function whatIsWrongWith(until: Date, now: Date): string | undefined {
  const ms = until.getTime() - now.getTime();
  if (Number.isNaN(ms)) return "Give the moment until when to snooze, such as 2026-11-21T08:00:00Z.";
  if (ms <= 0) return "That time is in the past. Choose a later time.";
  if (ms > longestDays * dayMs) return "An incident can be snoozed for a year at most.";
}
