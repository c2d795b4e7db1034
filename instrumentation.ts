import { isOutage } from "#db/errors";
import { notePageFailure } from "#lib/page-failures";

/**
 * Next asks nobody before it answers 500 for a page that failed; server.ts makes a 503 of it when the database was away, and
 * a 400 when what a form sent cannot be read.
 */
export function onRequestError(error: unknown): void {
  if (isOutage(error)) notePageFailure(503);
  if (error instanceof TypeError && error.message.startsWith("Failed to parse body as FormData")) notePageFailure(400);
}
