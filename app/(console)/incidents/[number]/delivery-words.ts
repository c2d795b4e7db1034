import type { AttemptClass, DeliveryKind, DeliveryState } from "#db/vocabulary";
import { findEvent } from "#lib/events/index";
import { plural } from "#lib/format";

/** A message about the incident, as the page has it. */
export type Delivery = {
  id: string;
  eventType: string;
  kind: DeliveryKind;
  destination: { id: string; name: string; type: string };
  state: DeliveryState;
  createdAt: string;
  dueAt: string | null;
  doneAt: string | null;
  attempt: number;
  lastClass: AttemptClass | null;
  lastStatus: number | null;
  lastError: string | null;
};

/** What became of a message, to be read after the name of where it went. */
export function deliveryWords(delivery: Delivery): string {
  const what = eventWords(delivery.eventType);
  switch (delivery.state) {
    case "delivered":
      return `was told that it ${what}${delivery.attempt > 1 ? `, at attempt ${delivery.attempt}` : ""}`;
    case "pending":
      return delivery.attempt === 0
        ? `will be told that it ${what}`
        : `was not reached yet (${failure(delivery)}); ${plural(delivery.attempt, "attempt")} so far`;
    case "in_flight":
      return `is being told that it ${what}`;
    case "exhausted":
      return `could not be told that it ${what}: ${failure(delivery)}, after ${plural(delivery.attempt, "attempt")}`;
    case "discarded":
      return `was not told that it ${what}`;
  }
}

/** The state of a message in a word. */
export const deliveryStates: Record<DeliveryState, { word: string; tone: "green" | "amber" | "red" | "grey" }> = {
  delivered: { word: "Delivered", tone: "green" },
  pending: { word: "Waiting", tone: "amber" },
  in_flight: { word: "Sending", tone: "amber" },
  exhausted: { word: "Failed", tone: "red" },
  discarded: { word: "Discarded", tone: "grey" },
};

/** "incident.acknowledged" as it is said: "was acknowledged". */
export function eventWords(eventType: string): string {
  return findEvent(eventType)?.past ?? `was ${eventType.split(".").at(-1)}`;
}

function failure({ lastError, lastStatus, lastClass }: Delivery): string {
  return lastError ?? (lastStatus ? `answered ${lastStatus}` : (lastClass?.replaceAll("_", " ") ?? "no answer"));
}
