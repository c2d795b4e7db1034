import { isOutage } from "#db/errors";
import { notePageFailure } from "#lib/page-failures";

/**
 * Next asks nobody before it answers 500 for a page that failed; server.ts makes a 503 of it when the database was away, and
 * a 400 when what a form sent cannot be read.
 */
export function onRequestError(error: unknown): void {
  if (isOutage(error)) notePageFailure(503);
  if (isUnreadable(error)) notePageFailure(400);
}

/** What the parsers of forms and of React's replies in Next 16.4 throw has no class or code of its own: it is known by who threw it. */
function isUnreadable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.message.startsWith("Failed to parse body as FormData")) return true;
  const [thrower = ""] = (error.stack ?? "").split("\n").filter((line) => /^ +at .*[/\\]/.test(line));
  return thrower.includes("next-server");
}
