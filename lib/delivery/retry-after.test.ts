import fc from "fast-check";
import { expect, test } from "vitest";
import { askedSeconds, attemptsInAll, ladder, placeOnLadder, retryAfter } from "#lib/delivery/retry-after";

test("the ladder has three cycles of 29 s, 39 s and 50 min: 16 retries, 17 attempts", () => {
  const sum = (from: number, to: number) => ladder.slice(from, to).reduce<number>((total, step) => total + step, 0);
  expect([sum(0, 5), sum(5, 10), sum(10, 16)]).toEqual([29, 39, 3000]);
  expect(attemptsInAll).toBe(17);
  expect(sum(0, 16)).toBe(51 * 60 + 8);
});

test("each failed attempt leads to the next step, the last one to none", () => {
  expect([1, 2, 3, 4, 5, 6, 7].map((attempt) => retryAfter(attempt))).toEqual([1, 3, 5, 10, 10, 0, 1]);
  expect(retryAfter(16)).toBe(1800);
  expect(retryAfter(17)).toBeUndefined();
  expect(retryAfter(18)).toBeUndefined();
});

test("the place on the ladder is told as people count", () => {
  expect(placeOnLadder(1)).toEqual({ cycle: 1, step: 1, steps: 5 });
  expect(placeOnLadder(5)).toEqual({ cycle: 1, step: 5, steps: 5 });
  expect(placeOnLadder(6)).toEqual({ cycle: 2, step: 1, steps: 5 });
  expect(placeOnLadder(16)).toEqual({ cycle: 3, step: 6, steps: 6 });
  expect(placeOnLadder(17)).toBeUndefined();
});

test("Retry-After lengthens a step, never shortens it, and never beyond 30 minutes", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 16 }), fc.integer({ min: 0, max: 1_000_000 }), (attempt, asked) => {
      const wait = retryAfter(attempt, asked) ?? -1;
      expect(wait).toBeGreaterThanOrEqual(ladder[attempt - 1] ?? 0);
      expect(wait).toBeLessThanOrEqual(1800);
      expect(wait).toBeGreaterThanOrEqual(Math.min(asked, 1800));
    }),
  );
});

test.each([
  ["120", 120],
  [" 7 ", 7],
  ["999999", 1800],
  ["Sat, 21 Nov 2026 10:00:30 GMT", 30],
  ["Sat, 21 Nov 2026 09:00:00 GMT", 0],
  ["soon", 0],
  ["-5", 0],
  ["1.5", 0],
  ["", 0],
  [undefined, 0],
])("the header %j asks for %d seconds", (header, seconds) => {
  expect(askedSeconds(header, new Date("2026-11-21T10:00:00Z"))).toBe(seconds);
});
