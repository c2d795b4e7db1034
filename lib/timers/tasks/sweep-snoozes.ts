import { lte } from "drizzle-orm";
import { db } from "#db/client";
import { incidents } from "#db/schema/incidents";
import { now } from "#lib/clock";
import { endSnooze } from "#lib/incidents/end-snooze";

const mostAtOnce = 200;

/** Runs every minute: ends the snoozes whose own timer came to nothing, as when two machines' clocks differ. */
export async function sweepSnoozes(): Promise<void> {
  const at = now();
  const due = await db()
    .select({ id: incidents.id })
    .from(incidents)
    .where(lte(incidents.snoozedUntil, at))
    .limit(mostAtOnce);
  if (due.length > 0)
    await endSnooze(
      due.map((incident) => incident.id),
      at,
    );
}
