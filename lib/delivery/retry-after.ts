/** Seconds to wait after the first, second, … failed attempt: three cycles, 16 retries. */
export const ladder = [1, 3, 5, 10, 10, 0, 1, 3, 5, 30, 60, 60, 180, 300, 600, 1800] as const;

export const attemptsInAll = ladder.length + 1;

const cycleStarts = [0, 5, 10];
const longestWaitSeconds = 1800;

/**
 * Seconds until the next attempt after attempt number `attempt` failed; undefined when that was the last.
 * What the receiver asks for with Retry-After may lengthen the wait, never shorten it, up to 30 minutes.
 */
export function retryAfter(attempt: number, askedSeconds = 0): number | undefined {
  const step = ladder[attempt - 1];
  return step === undefined ? undefined : Math.max(step, Math.min(askedSeconds, longestWaitSeconds));
}

/** Which of the three cycles the retry after attempt number `attempt` belongs to, and its place there. */
export function placeOnLadder(attempt: number): { cycle: number; step: number; steps: number } | undefined {
  if (ladder[attempt - 1] === undefined) return undefined;
  const cycle = cycleStarts.findLastIndex((start) => start <= attempt - 1);
  const start = cycleStarts[cycle] ?? 0;
  return { cycle: cycle + 1, step: attempt - start, steps: (cycleStarts[cycle + 1] ?? ladder.length) - start };
}

/** Reads a Retry-After header, in seconds or as a date. Nonsense asks for nothing. */
export function askedSeconds(header: string | undefined, now: Date): number {
  const text = header?.trim() ?? "";
  if (/^\d{1,9}$/.test(text)) return Math.min(Number(text), longestWaitSeconds);
  const until = /[a-z]/i.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(until)) return 0;
  return Math.min(Math.max(0, Math.ceil((until - now.getTime()) / 1000)), longestWaitSeconds);
}
