import { describe, expect, test } from "vitest";
import { firstCap, highestCap, type Pace, paceAfter } from "#lib/delivery/pace";

const answer = (totalMs: number, next: "delivered" | "retry" = "delivered") => ({ next, timings: { totalMs } });

function paceOf(answers: ReturnType<typeof answer>[], from?: Pace): Pace {
  const start = from ?? { cap: firstCap, quick: 0, at: 0 };
  return answers.reduce((pace, one) => paceAfter(pace, one, 0), start);
}

const times = <T>(count: number, one: T): T[] => Array.from({ length: count }, () => one);
const quick = (count: number) => times(count, answer(5));
const grown: Pace = { cap: 32, quick: 0, at: 0 };

describe("the pace", () => {
  test("doubles with each round of quick answers, up to the highest", () => {
    expect(paceAfter(undefined, answer(5), 0)).toEqual({ cap: 4, quick: 1, at: 0 });
    expect(paceOf(quick(3)).cap).toBe(4);
    expect(paceOf(quick(4)).cap).toBe(8);
    expect(paceOf(quick(4 + 7)).cap).toBe(8);
    expect(paceOf(quick(4 + 8)).cap).toBe(16);
    expect(paceOf(quick(4 + 8 + 16)).cap).toBe(32);
    expect(paceOf(quick(500)).cap).toBe(highestCap);
  });

  test("does not grow for a receiver that takes its time", () => {
    expect(paceOf(times(500, answer(201))).cap).toBe(firstCap);
    expect(paceOf(times(500, answer(15_000))).cap).toBe(firstCap);
  });

  test("needs the quick answers in a row", () => {
    expect(paceOf([...quick(3), answer(300), ...quick(3)]).cap).toBe(firstCap);
  });

  test.each([
    ["a failure, however quick (429)", answer(2, "retry")],
    ["a slow answer", answer(501)],
  ])("falls back at once after %s", (_, one) => {
    expect(paceOf([one], grown)).toEqual({ cap: firstCap, quick: 0, at: 0 });
    expect(paceOf([one, ...quick(3)], grown).cap).toBe(firstCap);
  });

  test("is kept by an answer that is neither quick nor slow", () => {
    expect(paceOf([answer(300)], grown).cap).toBe(32);
  });

  test("starts anew when nothing was heard for a minute", () => {
    expect(paceAfter(grown, answer(5), 59_999).cap).toBe(32);
    expect(paceAfter(grown, answer(5), 60_000)).toEqual({ cap: 4, quick: 1, at: 60_000 });
  });
});
