import { z } from "zod";
import { now } from "#lib/clock";
import { endSnooze } from "#lib/incidents/end-snooze";

const jobPayload = z.object({ incidentId: z.uuid() });

/** Runs when a snooze is over. Finds nothing to do when it was prolonged or ended before; safe to run twice. */
export async function wakeSnoozed(payload: unknown): Promise<void> {
  const { incidentId } = jobPayload.parse(payload);
  await endSnooze([incidentId], now());
}
