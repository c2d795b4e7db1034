import type { EventChoice } from "#lib/events/index";

const mostNamed = 4;

/** The event types as a line of a card: "Triggered, resolved", "All incidents events"; null when there are none. */
export function eventsInWords(choices: readonly EventChoice[], events: readonly string[]): string | null {
  const groups = Map.groupBy(choices, (event) => event.group);
  const words = [...groups].flatMap(([group, members]) => {
    const chosen = members.filter((member) => events.includes(member.id));
    return chosen.length === members.length
      ? [`Everything about ${groupWords[group] ?? group.toLowerCase()}`]
      : chosen.map((member) => member.label);
  });
  if (words.length === 0) return null;
  const named = words.slice(0, words.length > mostNamed ? mostNamed - 1 : mostNamed);
  const left = words.length - named.length;
  return `${named.map((word, at) => (at === 0 ? word : lowered(word))).join(", ")}${left > 0 ? ` and ${left} more` : ""}`;
}

const groupWords: Record<string, string> = { Incidents: "incidents", "System related": "the system" };

const lowered = (word: string) => `${word.charAt(0).toLowerCase()}${word.slice(1)}`;
