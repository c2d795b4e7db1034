import { now } from "#lib/clock";
import { takeTurns } from "#lib/intake/take-turns";

/** Runs as each minute begins, when every limit starts anew. Safe to run twice, and beside itself on another machine. */
export async function takeLateRequests(): Promise<void> {
  await takeTurns(now());
}
