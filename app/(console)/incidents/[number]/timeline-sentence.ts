import type { TimelineKind } from "#db/vocabulary";
import { dayAndMinute, exactTime } from "#lib/format";

export type Entry = { kind: TimelineKind; actor: { kind: string; name: string }; details: Record<string, unknown> };

/** An entry of the timeline as a sentence, and the words that somebody wrote or sent with it. */
export function sentenceOf(entry: Entry, zone: string): { sentence: string; words?: string } {
  return sentences[entry.kind](entry, zone);
}

type Sentence = (entry: Entry, zone: string) => { sentence: string; words?: string };

const sentences: Record<TimelineKind, Sentence> = {
  triggered: ({ actor, details }) => withWords(`Triggered by ${actor.name}`, details.summary),
  acknowledged: ({ actor }) => ({ sentence: `Acknowledged by ${actor.name}` }),
  unacknowledged: ({ actor }) => ({ sentence: `Given back by ${actor.name}; it is triggered again` }),
  resolved: ({ actor }) => ({ sentence: `Resolved by ${actor.name}` }),
  reopened: ({ actor }) => ({ sentence: `Reopened by ${actor.name}` }),
  snoozed: ({ actor, details }, zone) => ({ sentence: `Snoozed by ${actor.name}${until(details.until, zone)}` }),
  snooze_ended: () => ({ sentence: "The snooze ended; it is triggered again" }),
  assigned: ({ actor, details }) => ({ sentence: assignment(actor.name, namesOf(details.assignees)) }),
  noted: ({ actor, details }) => withWords(`Note by ${actor.name}`, details.text),
  severity_raised: ({ actor, details }) =>
    withWords(`Severity raised${to(details.severity)} by ${actor.name}`, details.summary),
  trigger_ignored: ({ actor, details }, zone) =>
    withWords(
      `A trigger${of(details.occurredAt, zone)} from ${actor.name} was ignored because the alert was already resolved`,
      details.summary,
    ),
  changed: ({ actor, details }) => withWords(`${fieldOf(details.field)} changed by ${actor.name}`, details.to),
};

function withWords(sentence: string, words: unknown) {
  return typeof words === "string" && words !== "" ? { sentence, words } : { sentence };
}

function until(moment: unknown, zone: string): string {
  return typeof moment === "string" ? ` until ${dayAndMinute(moment, zone)}` : "";
}

function of(moment: unknown, zone: string): string {
  return typeof moment === "string" ? ` of ${exactTime(moment, zone)}` : "";
}

function to(severity: unknown): string {
  return typeof severity === "string" ? ` to ${severity}` : "";
}

function fieldOf(field: unknown): string {
  return typeof field === "string" ? `${field.charAt(0).toUpperCase()}${field.slice(1)}` : "Something";
}

function assignment(actor: string, names: string[]): string {
  if (names.length === 0) return `Taken off everybody by ${actor}`;
  if (names.length === 1 && names[0] === actor) return `${actor} took it`;
  return `Assigned to ${names.join(", ")} by ${actor}`;
}

function namesOf(people: unknown): string[] {
  if (!Array.isArray(people)) return [];
  return people.flatMap((person: unknown) =>
    typeof person === "object" && person !== null && "name" in person ? [String(person.name)] : [],
  );
}
