import type { OpenIncident } from "#db/queries/open-incidents";
import type { Action } from "#db/vocabulary";

/** What carrying out an event does. Without an incident it is the one that an earlier event of the request opens. */
export type Effect = {
  does: "opens" | "adds" | "acknowledges" | "leaves_acknowledged" | "resolves" | "finds_nothing";
  incident: { id: string; number: number } | null;
};

type Held = { incident: Effect["incident"]; acknowledged: boolean };

/** What each event does, one after the other, where these incidents are open. */
export function whatEachDoes(events: { action: Action; dedupKey: string }[], open: OpenIncident[]): Effect[] {
  const held = new Map(
    open.map(({ id, number, dedupKey, status }): [string, Held] => [
      dedupKey,
      { incident: { id, number }, acknowledged: status === "acknowledged" },
    ]),
  );
  return events.map((event) => whatItDoes(event, held));
}

function whatItDoes({ action, dedupKey }: { action: Action; dedupKey: string }, held: Map<string, Held>): Effect {
  const found = held.get(dedupKey);
  if (!found && action !== "trigger") return { does: "finds_nothing", incident: null };
  if (!found) {
    held.set(dedupKey, { incident: null, acknowledged: false });
    return { does: "opens", incident: null };
  }
  const { incident } = found;
  switch (action) {
    case "trigger":
      return { does: "adds", incident };
    case "resolve":
      held.delete(dedupKey);
      return { does: "resolves", incident };
    case "acknowledge":
      held.set(dedupKey, { incident, acknowledged: true });
      return { does: found.acknowledged ? "leaves_acknowledged" : "acknowledges", incident };
  }
}
