// Pages are rendered in a module graph of Next's, and answered by the server.
const held = globalThis as typeof globalThis & { tocsinOutage?: number };

/** Remembers that a page could not be shown because the database was away just now. */
export function noteOutage(): void {
  held.tocsinOutage = performance.now();
}

/** Was the database away for a page since `momentMs`, in the time of `performance.now()`? */
export function hadOutageSince(momentMs: number): boolean {
  return (held.tocsinOutage ?? Number.NEGATIVE_INFINITY) >= momentMs;
}
