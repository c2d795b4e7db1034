import { expect, test } from "vitest";
import { momentIn, tomorrowAt } from "./wall-clock";

const iso = (moment: number | undefined) => moment && new Date(moment).toISOString();

test("a time on the wall is read in the person's zone", () => {
  expect(iso(momentIn("2026-11-21T09:00", "Europe/Berlin"))).toBe("2026-11-21T08:00:00.000Z");
  expect(iso(momentIn("2026-07-21T09:00", "Europe/Berlin"))).toBe("2026-07-21T07:00:00.000Z");
  expect(iso(momentIn("2026-11-21T09:00", "Asia/Kolkata"))).toBe("2026-11-21T03:30:00.000Z");
});

test("tomorrow at nine is nine on the wall, also over a clock change", () => {
  expect(iso(tomorrowAt(9, Date.parse("2026-10-24T20:00:00Z"), "Europe/Berlin"))).toBe("2026-10-25T08:00:00.000Z");
  expect(iso(tomorrowAt(9, Date.parse("2026-11-20T23:30:00Z"), "Europe/Berlin"))).toBe("2026-11-22T08:00:00.000Z");
});

test("what is no time has no moment", () => {
  expect(momentIn("", "UTC")).toBeUndefined();
  expect(momentIn("tomorrow", "UTC")).toBeUndefined();
});
