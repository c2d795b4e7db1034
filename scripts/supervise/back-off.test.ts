import { expect, test } from "vitest";
import { afterFailure } from "./back-off.ts";

test("each failure in a row waits twice as long, up to half a minute", () => {
  const waits: number[] = [];
  let failures = 0;
  for (let turn = 0; turn < 9; turn++) {
    const next = afterFailure({ failures, startedAt: 0 }, 1_000);
    waits.push(next.waitMs);
    failures = next.failures;
  }
  expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
});

test("after a minute of running well the count starts again", () => {
  expect(afterFailure({ failures: 7, startedAt: 0 }, 59_999).failures).toBe(8);
  expect(afterFailure({ failures: 7, startedAt: 0 }, 60_000)).toEqual({ waitMs: 500, failures: 1 });
});
