import { newId } from "#db/id";
import { type RequestDetail, requestById } from "#db/queries/requests";
import { type By, type Change, change } from "#lib/change/change";
import { admitWithin, incidentIdsOf, type KeptRequest } from "#lib/incidents/admit";
import { Refusal } from "#lib/refusal";
import { outcomeOf } from "#lib/requests/preview-replay";
import { noSuchRequest, type Replayable, readReplay } from "#lib/requests/read-replay";

/**
 * Carries out what a kept request is read as today, as a request of its own that names the one it replays. Somebody asks
 * for it, so it counts against no limit, is no repeat of a delivery, and is no late message either.
 */
export async function replayRequest(
  names: { integrationId: string; requestId: string },
  { actor, now }: By,
): Promise<RequestDetail> {
  const replayable = await readReplay(names, now);
  if (replayable.obstacle !== null) throw new Refusal("conflict", replayable.obstacle);
  return carryOut(replayable, { actor, now }, { said: `Replayed by ${actor.name}.`, action: "request.replayed" });
}

/** What the new request says first, and what the audit log calls it. */
type Words = { said: string; action: "request.replayed" | "request.opened_anyway" };

/** Stores what a kept request is read as. The caller has seen that nothing stands against it. */
export async function carryOut(replayable: Replayable, by: By, words: Words): Promise<RequestDetail> {
  const kept = keptOf(replayable, by.now, words);
  await change(by, (writing) => storeAll(writing, replayable, kept, words));
  const request = await requestById(replayable.integration.id, kept.id);
  if (!request) throw noSuchRequest();
  return request;
}

function keptOf({ request, reading }: Replayable, now: Date, { said }: Words): KeptRequest {
  const { outcome, reason } = reading ? outcomeOf(reading) : { outcome: "refused" as const, reason: null };
  const { source, method, path, query, headers, body, ip } = request;
  return {
    ...{ id: newId(now.getTime()), receivedAt: now },
    ...{ source, method, path, query, headers, body, ip, outcome },
    reason: [said, reason].filter(Boolean).join(" "),
    status: outcome === "accepted" ? 202 : 200,
    overStatus: 503,
    replayOf: request.id,
    durationMs: 0,
  };
}

/** All of it or nothing, with who did it. */
async function storeAll(writing: Change, replayable: Replayable, kept: KeptRequest, { action }: Words): Promise<void> {
  const { id: integrationId, serviceId } = replayable.integration;
  const origin = { integrationId, serviceId, actor: writing.by.actor };
  const ingested = await admitWithin(writing, origin, replayable.events, { kept, counts: false });
  if (ingested.verdict !== "admitted")
    throw new Refusal("conflict", "The integration was disabled just now. Enable it first, then replay.");
  writing.audit(action, { type: "request", id: replayable.request.id }, undefined, {
    integrationId,
    requestId: kept.id,
    outcome: kept.outcome,
    incidentIds: incidentIdsOf(ingested),
  });
}
