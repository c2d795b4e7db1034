import type { Intake, ReadyEvent } from "#lib/incidents/intake";

/** Does the intake ask for nothing that the plain statement does not know? What only the database knows, that finds out itself. */
export function isPlain({ origin, kept, follows, waitingSince, events }: Intake): boolean {
  const mayRepeat = Boolean(kept?.deliveryId || kept?.replayOf);
  return origin.serviceId !== null && !mayRepeat && !follows && !waitingSince && events.every(isPlainEvent);
}

function isPlainEvent({ serviceId, urgency, suppressed, pauseUntil, note }: ReadyEvent): boolean {
  return !serviceId && !urgency && !suppressed && !pauseUntil && !note;
}
