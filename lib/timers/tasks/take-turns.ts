import { now } from "#lib/clock";
import { takeHeld } from "#lib/incidents/take-held";
import { takeTurns } from "#lib/intake/take-turns";

/**
 * Runs as each minute begins, when every limit starts anew: takes in what waited for that, and what was held back until now.
 * Safe to run twice, and beside itself on another machine.
 */
export async function takeWhatWaits(): Promise<void> {
  await takeTurns(now());
  await takeHeld(now());
}
