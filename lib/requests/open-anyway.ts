import type { RequestDetail } from "#db/queries/requests";
import { unopenedTriggers } from "#db/queries/unopened-triggers";
import type { By } from "#lib/change/change";
import { Refusal } from "#lib/refusal";
import { readReplay } from "#lib/requests/read-replay";
import { carryOut } from "#lib/requests/replay";

/**
 * Opens what the triggers of a kept request did not, because a resolve of their key had come first. Its other events are left
 * alone. It is a request of its own that names the first one, as a replay is.
 */
export async function openAnyway(
  names: { integrationId: string; requestId: string },
  { actor, now }: By,
): Promise<RequestDetail> {
  const replayable = await readReplay(names, now);
  const keys = (await unopenedTriggers([replayable.request.id])).get(replayable.request.id) ?? [];
  if (keys.length === 0) throw nothingLeft();
  if (replayable.obstacle !== null) throw new Refusal("conflict", replayable.obstacle);
  const events = replayable.events.filter(({ action, dedupKey }) => action === "trigger" && keys.includes(dedupKey));
  if (events.length === 0) throw readDifferently();
  const said = `Opened by ${actor.name}, although a resolve came first.`;
  return carryOut({ ...replayable, events }, { actor, now }, { said, action: "request.opened_anyway" });
}

const nothingLeft = () =>
  new Refusal("conflict", "Every trigger of this request has an incident, so there is nothing left to open.");

const readDifferently = () =>
  new Refusal("conflict", "This request is read differently today. See what a replay of it would do.");
