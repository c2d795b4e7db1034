let shiftMs = 0;

/** The present moment, as engine code sees it. */
export function now(): Date {
  return new Date(Date.now() + shiftMs);
}

/** Moves the clock of this process, for tests; zero sets it right again. */
export function shiftClock(ms: number): void {
  shiftMs = ms;
}
