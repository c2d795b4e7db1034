import { isOutage } from "#db/errors";
import { noteOutage } from "#lib/outages";

/** Next asks nobody before it answers 500 for a page that failed; server.ts makes a 503 of it when the database was away. */
export function onRequestError(error: unknown): void {
  if (isOutage(error)) noteOutage();
}
