import { asc, isNotNull } from "drizzle-orm";
import { db } from "#db/client";
import { incidents } from "#db/schema/incidents";
import { now } from "#lib/clock";
import { endSnooze } from "#lib/incidents/end-snooze";

const mostAtOnce = 200;
const pollMs = 1_000;

/** Triggers the incidents again whose snooze is over. Returns in how many milliseconds to look again. */
export async function endSnoozes(): Promise<number> {
  const at = now();
  const next = await db()
    .select({ id: incidents.id, until: incidents.snoozedUntil })
    .from(incidents)
    .where(isNotNull(incidents.snoozedUntil))
    .orderBy(asc(incidents.snoozedUntil))
    .limit(mostAtOnce);
  const due = next.filter(({ until }) => until && until <= at);
  if (due.length > 0)
    await endSnooze(
      due.map(({ id }) => id),
      at,
    );
  if (due.length === mostAtOnce) return 0;
  const waitMs = (next[due.length]?.until?.getTime() ?? Number.POSITIVE_INFINITY) - at.getTime();
  return Math.min(pollMs, waitMs);
}
