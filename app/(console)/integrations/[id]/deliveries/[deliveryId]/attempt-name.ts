import type { Attempt } from "#lib/browser/destination";
import { plural } from "#lib/format";
import { classWords } from "../../../class-words";

type Numbered = Pick<Attempt, "n" | "ask">;

/** What an entry of the log is called: the try itself, or a later question what became of it. */
export const attemptName = ({ n, ask }: Numbered): string =>
  ask === 0 ? `attempt ${n}` : `status check ${ask} of attempt ${n}`;

/** How it ended. A status check sends nothing, so its words are others. */
export function outcomeOf({ ask, class: ended }: Pick<Attempt, "ask" | "class">): string {
  if (ask === 0) return classWords[ended];
  if (ended === "delivered") return "Confirmed as delivered";
  return ended === "accepted" ? "Not confirmed yet" : `Status check: ${classWords[ended]}`;
}

/** "2 attempts and 3 status checks" */
export function countOf(attempts: readonly Numbered[]): string {
  const checks = attempts.filter(({ ask }) => ask > 0).length;
  const tries = plural(attempts.length - checks, "attempt");
  return checks === 0 ? tries : `${tries} and ${plural(checks, "status check")}`;
}
