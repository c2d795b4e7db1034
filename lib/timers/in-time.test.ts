import { expect, test } from "vitest";
import { inTime } from "#lib/timers/in-time";

test("what ends in time ends as it does", async () => {
  const seen: unknown[] = [];
  await inTime(async (payload) => void seen.push(payload), 1_000)("a job");
  expect(seen).toEqual(["a job"]);
  await expect(inTime(() => Promise.reject(new Error("broken")), 1_000)("a job")).rejects.toThrow("broken");
});

test("what never ends fails after its limit", async () => {
  await expect(inTime(() => new Promise(() => {}), 20)("a job")).rejects.toThrow(/longer than 0\.02 seconds/);
});
