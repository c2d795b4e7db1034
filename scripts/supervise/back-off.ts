/** How often something has failed in a row, and when it was last started. */
export type Run = { failures: number; startedAt: number };

const firstMs = 500;
const longestMs = 30_000;
/** Who has run this long is well; its next failure is a first one again. */
const healthyMs = 60_000;

/** What to do after something that ran as `run` has ended unexpectedly at `now`: wait, and count on. */
export function afterFailure(run: Run, now: number): { waitMs: number; failures: number } {
  const failures = now - run.startedAt >= healthyMs ? 1 : run.failures + 1;
  return { waitMs: Math.min(longestMs, firstMs * 2 ** (failures - 1)), failures };
}
