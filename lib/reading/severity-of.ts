import type { Severity } from "#db/vocabulary";

const words: Record<Severity, string> = {
  critical: "critical crit fatal emergency emerg page disaster severe blocker highest sev0 p1",
  error: "error err high major sev1 p2 alert average",
  warning: "warning warn medium moderate minor degraded sev2 p3",
  info: "info informational information notice debug low lowest trivial none ok sev3 sev4 p4 p5",
};

const severityByWord = new Map(
  (["critical", "error", "warning", "info"] as const).flatMap((severity) =>
    words[severity].split(" ").map((word): [string, Severity] => [word, severity]),
  ),
);

/**
 * The severity a sender's word means, whatever its case; undefined for a word nobody uses for one.
 * Whole words only: "below" is not "low". `own` are the words this sender means otherwise.
 */
export function severityOf(word: unknown, own: Record<string, Severity> = {}): Severity | undefined {
  if (typeof word !== "string") return undefined;
  const asked = word.trim().toLowerCase();
  return Object.hasOwn(own, asked) ? own[asked] : severityByWord.get(asked);
}
