import type { ReceivedRequest } from "#lib/browser/integration";
import { count } from "#lib/format";

type Heard = ReceivedRequest["events"][number];

/** What came of a request, in one line: the first event and how many more, or why there is none. */
export function summaryOf({ events, reason }: Pick<ReceivedRequest, "events" | "reason">): string {
  const [first] = events;
  if (!first) return reason ?? "Nothing to do";
  const more = events.length > 1 ? ` and ${count(events.length - 1)} more` : "";
  return `${first.summary || first.dedupKey}${more}`;
}

const verbs: Record<Heard["action"], string> = { trigger: "Trigger", acknowledge: "Acknowledge", resolve: "Resolve" };

/** What an event asks for. */
export const verbOf = (event: Heard): string => verbs[event.action];

/** What the outcome means for whoever asks whether the webhook arrives. */
export function outcomeSentence({
  outcome,
  status,
  reason,
  incidents,
  events,
}: Pick<ReceivedRequest, "outcome" | "status" | "reason" | "incidents" | "events">): string {
  switch (outcome) {
    case "accepted":
      return acceptedSentence(events, incidents);
    case "late":
      return "It came while the integration was over its limit. It is stored and waits for its turn; what it resolves is resolved already.";
    case "ignored":
      return `It arrived and was understood, and there was nothing to do. ${reason ?? ""}`.trim();
    case "test":
      return `It is a test of the tool. It arrived; tests open no incident. ${reason ?? ""}`.trim();
    case "handshake":
      return `The tool asked whether Tocsin is there, and was answered. ${reason ?? ""}`.trim();
    case "refused":
      return `It was refused with ${status} and changed nothing. ${reason ?? ""}`.trim();
  }
}

/** Did it tell of trouble that a resolve had ended already? */
export function opensNothing({
  outcome,
  events,
  incidents,
}: Pick<ReceivedRequest, "outcome" | "events" | "incidents">): boolean {
  return outcome === "accepted" && incidents.length === 0 && events.some(({ action }) => action === "trigger");
}

function acceptedSentence(events: Heard[], incidents: ReceivedRequest["incidents"]): string {
  if (incidents.length > 0)
    return `It was read as ${wordsFor(events)} and went to ${incidents.map((incident) => `#${incident.number}`).join(", ")}.`;
  if (opensNothing({ outcome: "accepted", events, incidents }))
    return `It was read as ${wordsFor(events)}. Nothing was opened, because a resolve had come first.`;
  return `It was read as ${wordsFor(events)}, but no open incident has its dedup key, so nothing changed.`;
}

function wordsFor(events: Heard[]): string {
  return events.length === 1 ? "one event" : `${count(events.length)} events`;
}
