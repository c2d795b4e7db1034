import { z } from "zod";
import { readReport } from "./failures.ts";

/** How many tests ended how. */
export type Count = { passed: number; failed: number; skipped: number };

const vitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
});
const playwrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
});

export const none: Count = { passed: 0, failed: 0, skipped: 0 };

/** What vitest reported in `file`. A runner that crashed, or ran nothing, is one failure. */
export function countVitest(file: string, code: number): Count {
  const report = vitestReport.safeParse(readReport(file));
  if (!report.success) return { ...none, failed: 1 };
  const { numPassedTests: passed, numFailedTests: failed, numPendingTests, numTodoTests } = report.data;
  return atLeastOneFailed({ passed, failed, skipped: numPendingTests + numTodoTests }, code);
}

/** What Playwright reported in `file`. A story that passed only at the second try is a failure. */
export function countPlaywright(file: string, code: number): Count {
  const report = playwrightReport.safeParse(readReport(file));
  if (!report.success) return { ...none, failed: 1 };
  const { expected, unexpected, flaky, skipped } = report.data.stats;
  return atLeastOneFailed({ passed: expected, failed: unexpected + flaky, skipped }, code);
}

export function sum(counts: Count[]): Count {
  return counts.reduce(
    (all, one) => ({
      passed: all.passed + one.passed,
      failed: all.failed + one.failed,
      skipped: all.skipped + one.skipped,
    }),
    none,
  );
}

/** The last line of `npm test`. */
export function lineOf({ passed, failed, skipped }: Count): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

function atLeastOneFailed(count: Count, code: number): Count {
  const isBroken = count.failed === 0 && (code !== 0 || count.passed === 0);
  return isBroken ? { ...count, failed: 1 } : count;
}
