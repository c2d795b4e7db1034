import { now } from "#lib/clock";
import { takeHeld } from "#lib/incidents/take-held";
import { takeTurns } from "#lib/intake/take-turns";
import { endSnoozes } from "#lib/timers/duties/end-snoozes";
import { keepHouseNightly } from "#lib/timers/duties/nightly";
import { startPulse } from "#lib/work/pulse";

export type Timers = { stop(): Promise<void> };

/**
 * What waits for its moment. Each duty finds the rows that are due, does them, and says in how many milliseconds to look
 * again; any number of workers may do it at once, and one that dies leaves its rows due. A new one is a line here.
 */
const duties: Record<string, () => Promise<number>> = {
  "end snoozes": endSnoozes,
  "take turns": takeLateRequests,
  "let in what was held back": takeHeldEvents,
  "keep house": keepHouseNightly,
};

/** Does the duties until stopped. */
export function startTimers(): Timers {
  const pulses = Object.entries(duties).map(([name, turn]) => startPulse(name, turn));
  return { stop: async () => void (await Promise.all(pulses.map((pulse) => pulse.stop()))) };
}

const turnMs = 1_000;

async function takeHeldEvents(): Promise<number> {
  await takeHeld(now());
  return turnMs;
}

async function takeLateRequests(): Promise<number> {
  await takeTurns(now());
  return turnMs;
}
