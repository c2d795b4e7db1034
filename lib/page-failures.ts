/** Not a fault of ours: what was sent cannot be read (400), or the database was away (503). */
export type PageFailure = 400 | 503;

// Pages are rendered in a module graph of Next's, and answered by the server.
const held = globalThis as typeof globalThis & { tocsinPageFailures?: Map<PageFailure, number> };
const failures = (held.tocsinPageFailures ??= new Map());

/** Remembers why a page could not be shown just now. */
export function notePageFailure(status: PageFailure): void {
  failures.set(status, performance.now());
}

/** Could a page not be shown for this reason since `momentMs`, in the time of `performance.now()`? */
export function hasFailedSince(momentMs: number, status: PageFailure): boolean {
  return (failures.get(status) ?? Number.NEGATIVE_INFINITY) >= momentMs;
}
