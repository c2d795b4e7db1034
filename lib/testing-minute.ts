import { onTestFinished } from "vitest";
import { shiftClock } from "#lib/clock";

const minuteMs = 60_000;

/** Moves the clock to the start of a minute until the test ends: what it sends falls into one minute's limit. */
export function startMinute(): void {
  shiftClock(minuteMs - (Date.now() % minuteMs));
  onTestFinished(() => shiftClock(0));
}
