import { and, ne, sql } from "drizzle-orm";
import { incidents } from "#db/schema/incidents";
import type { By } from "#lib/change/change";
import { changeIncident, type IncidentChange, type Verdict } from "#lib/incidents/change-incidents";
import { type Chosen, changeMany, type ManyVerdict } from "#lib/incidents/change-many";
import { Refusal } from "#lib/refusal";

const longestDays = 365;
const dayMs = 86_400_000;
const minuteMs = 60_000;

/** Puts the incident to sleep until `until`; then it is triggered again, unless it was acknowledged or resolved before. */
export async function snooze(id: string, until: Date, by: By): Promise<Verdict> {
  const refusal = ({ status, number }: { status: string; number: number }) =>
    status === "resolved" ? `Incident #${number} is resolved. Reopen it before you snooze it.` : undefined;
  return changeIncident(id, { ...snoozing(until, by.now), refusal }, by);
}

/** The same with many at once. Resolved ones stay as they are. */
export async function snoozeMany(chosen: Chosen, until: Date, by: By): Promise<ManyVerdict> {
  return changeMany(chosen, snoozing(until, by.now), by);
}

/** The moment that somebody chose, which may be so many minutes from now on. */
export function momentOf(
  { until, minutes = 0 }: { until?: string | undefined; minutes?: number | undefined },
  now: Date,
): Date {
  return until === undefined ? new Date(now.getTime() + minutes * minuteMs) : new Date(until);
}

function snoozing(until: Date, now: Date): IncidentChange {
  const problem = whatIsWrongWith(until, now);
  if (problem) throw new Refusal("invalid", problem, { fields: { until: problem } });
  return {
    kind: "snoozed",
    when: and(
      ne(incidents.status, "resolved"),
      sql`${incidents.snoozedUntil} is distinct from ${until.toISOString()}::timestamptz`,
    ),
    set: { snoozedUntil: until },
    details: { until: until.toISOString() },
  };
}

function whatIsWrongWith(until: Date, now: Date): string | undefined {
  const ms = until.getTime() - now.getTime();
  if (Number.isNaN(ms)) return "Give the moment until when to snooze, such as 2026-11-21T08:00:00Z.";
  if (ms <= 0) return "That time is in the past. Choose a later time.";
  if (ms > longestDays * dayMs) return "An incident can be snoozed for a year at most.";
}
