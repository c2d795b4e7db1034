import type { Act } from "#lib/browser/presses";

/** What is sent along with an act. */
export function bodyOf(act: Act): object {
  if (act.verb === "snooze") return act.choice;
  if (act.verb === "assign") return { addPersonIds: act.addPersonIds, removePersonIds: act.removePersonIds };
  return act.verb === "note" ? { text: act.text } : {};
}
