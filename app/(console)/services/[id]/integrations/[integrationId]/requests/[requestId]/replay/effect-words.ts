import type { ReplayPreview } from "#lib/requests/preview-replay";

type Effect = NonNullable<ReplayPreview["events"][number]["effect"]>;

/** What replaying an event does; `incident` stands for the link that follows the words. */
export function effectWords({ does, incident }: Effect): { words: string; incident: Effect["incident"]; rest: string } {
  const named = incident === null ? " the incident that this request opens" : "";
  const say = (words: string, rest = "") => ({ words: `${words}${named}`, incident, rest });
  switch (does) {
    case "opens":
      return { words: "Opens a new incident", incident: null, rest: "" };
    case "adds":
      return say("Adds to");
    case "acknowledges":
      return say("Acknowledges");
    case "leaves_acknowledged":
      return say("Adds to", ", which is already acknowledged");
    case "resolves":
      return say("Resolves");
    case "finds_nothing":
      return { words: "Finds no open incident with this key, so it changes nothing", incident: null, rest: "" };
  }
}
