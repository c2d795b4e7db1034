import type { Verdict } from "#lib/browser/incident";
import type { Act, Press } from "#lib/browser/presses";
import { dayAndMinute, plural, relativeTime } from "#lib/format";

/** The name of an act, as on its button. */
export const labels: Record<Act["verb"], string> = {
  acknowledge: "Acknowledge",
  resolve: "Resolve",
  reopen: "Reopen",
  snooze: "Snooze",
  assign: "Assign",
  note: "Note",
};

export const past: Record<Act["verb"], string> = {
  acknowledge: "acknowledged",
  resolve: "resolved",
  reopen: "reopened",
  snooze: "snoozed",
  assign: "assigned",
  note: "given a note",
};

/** What the mark says: "Acknowledge not sent". */
export function troubleText({ act, state }: Press): string {
  return `${labels[act.verb]} ${state}`;
}

/** "#412", or "3 incidents". */
export function nameOf(presses: Press[]): string {
  return presses.length === 1 ? `#${presses[0]?.seen.number}` : plural(presses.length, "incident");
}

/** What was done to one incident: "Snoozed #412 until 21 Nov, 09:00". */
export function doneText({ act, seen }: Press, verdict: Verdict | undefined, zone: string): string {
  const name = `#${seen.number}`;
  if (act.verb === "note") return `Note added to ${name}`;
  if (act.verb === "assign" && verdict) return assignedText(verdict);
  const until = act.verb === "snooze" && verdict?.snoozedUntil;
  return `${capital(past[act.verb])} ${name}${until ? ` until ${dayAndMinute(until, zone)}` : ""}`;
}

/** Somebody was faster, or it had been so: an answer, not an error. */
export function alreadyText(verb: Act["verb"], { number, status, by }: Verdict): string {
  if (verb !== "acknowledge" && verb !== "resolve") return `No change to #${number}`;
  const who = by ? ` by ${by.actor.name}, ${relativeTime(by.at, Date.now())}` : "";
  return `#${number} was already ${status}${who}`;
}

export function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

function assignedText(verdict: Verdict): string {
  const names = verdict.assignees.map((person) => person.name).join(", ");
  return names ? `Assigned #${verdict.number} to ${names}` : `#${verdict.number} is now unassigned`;
}
