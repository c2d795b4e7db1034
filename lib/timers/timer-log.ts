import { Logger } from "graphile-worker";
import { log } from "#lib/log";

/** While the database is away each of ten workers says so twice a second; the same text is written once in this time. */
const quietMs = 10_000;
const lastSaid = new Map<string, number>();

/** What graphile-worker says, in our log. Its everyday news is debug to us. */
export const timerLog = new Logger(() => (level, message, meta) => {
  const severity = level === "info" ? "debug" : level === "warning" ? "warn" : level;
  if (severity === "error" && wasJustSaid(message)) return;
  log[severity]({ error: withoutClient(meta?.error) }, `timers: ${message}`);
});

/** The errors of graphile-worker's pool carry the whole client, with every statement it ever prepared. */
function withoutClient(error: unknown) {
  if (!(error instanceof Error)) return error;
  return { message: error.message, code: "code" in error ? error.code : undefined, stack: error.stack };
}

function wasJustSaid(message: string): boolean {
  const text = message.replace(/\d+|'[^']*'|worker-\w+/g, "*");
  const now = Date.now();
  if (now - (lastSaid.get(text) ?? 0) < quietMs) return true;
  if (lastSaid.size > 100) lastSaid.clear();
  lastSaid.set(text, now);
  return false;
}
