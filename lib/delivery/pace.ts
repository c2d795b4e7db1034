import type { Attempted } from "#lib/delivery/attempt";

/** How many deliveries a destination may have in flight, as its answers of late allow. */
export type Pace = {
  cap: number;
  /** Quick answers in a row since the cap last changed. */
  quick: number;
  /** When the last answer came, in milliseconds. */
  at: number;
};

export const firstCap = 4;
/** What a destination asks for less than with its own `max_inflight`. */
export const highestCap = 32;
const quickMs = 200;
const slowMs = 500;
/** An answer older than this says nothing any more. */
const freshMs = 60_000;

type Answer = Pick<Attempted, "next"> & { timings: Pick<Attempted["timings"], "totalMs"> };

/**
 * The pace after `answer`. As many quick answers in a row as may be in flight double the cap; a failure or a slow answer
 * brings it back to the first one at once, and what lies between leaves it.
 */
export function paceAfter(pace: Pace | undefined, { next, timings }: Answer, at: number): Pace {
  const { cap, quick } = pace && isFresh(pace, at) ? pace : { cap: firstCap, quick: 0 };
  if ((next !== "delivered" && next !== "accepted") || timings.totalMs > slowMs) return { cap: firstCap, quick: 0, at };
  if (timings.totalMs > quickMs) return { cap, quick: 0, at };
  return quick + 1 < cap ? { cap, quick: quick + 1, at } : { cap: Math.min(cap * 2, highestCap), quick: 0, at };
}

/** Did an answer come so recently that the pace still holds? */
export const isFresh = (pace: Pace, at: number): boolean => at - pace.at < freshMs;
