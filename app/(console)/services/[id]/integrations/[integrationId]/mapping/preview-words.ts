import type { MappingPreview } from "#lib/browser/mapping";
import { plural } from "#lib/format";

type Event = MappingPreview["events"][number];

/** What would become of the request, in a sentence. */
export function verdictOf({ outcome, reason, events, more }: MappingPreview): string {
  switch (outcome) {
    case "accepted":
      return events.length + more > 1 ? `It is read as ${plural(events.length + more, "event")}.` : effectOf(events[0]);
    case "ignored":
      return `Nothing would open. ${reason ?? ""}`.trim();
    case "test":
      return `It is a test of the tool and would open nothing. ${reason ?? ""}`.trim();
    case "handshake":
      return `The tool asks whether Tocsin is there; nothing would open. ${reason ?? ""}`.trim();
    case "refused":
      return "It would be refused with 400, and nothing would open.";
  }
}

/** The same in a few words, for a line. */
export function verdictInBrief(preview: MappingPreview): string {
  const { outcome, events, more } = preview;
  const [event] = events;
  if (outcome !== "accepted" || !event) return outcome === "refused" ? "Would be refused" : "Nothing would open";
  const others = events.length + more - 1;
  return `${actionWords[event.action]}: ${event.summary}${others > 0 ? ` and ${others} more` : ""}`;
}

export const actionWords: Record<Event["action"], string> = {
  trigger: "Trigger",
  acknowledge: "Acknowledge",
  resolve: "Resolve",
};

export const severityOrigins: Record<Event["severityFrom"], string> = {
  request: "read from the request",
  fixed: "fixed",
  default: "the integration’s default",
};

const effects: Record<Event["action"], string> = {
  trigger: "It opens an incident, or joins the open one with the same dedup key.",
  acknowledge: "It acknowledges the open incident with this dedup key.",
  resolve: "It resolves the open incident with this dedup key.",
};

const effectOf = (event: Event | undefined): string => (event ? effects[event.action] : "Nothing would open.");
