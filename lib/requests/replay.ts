import { newId } from "#db/id";
import { type RequestDetail, requestById } from "#db/queries/requests";
import type { Sql } from "#db/sql";
import { type Tx, transaction } from "#db/transaction";
import type { Actor } from "#db/vocabulary";
import { admitWithin, incidentIdsOf, type KeptRequest } from "#lib/incidents/admit";
import { wake } from "#lib/live/wake";
import { recordAudit } from "#lib/record";
import { Refusal } from "#lib/refusal";
import { outcomeOf } from "#lib/requests/preview-replay";
import { noSuchRequest, type Replayable, readReplay } from "#lib/requests/read-replay";

type Doing = { actor: Actor; now: Date };

/**
 * Carries out what a kept request is read as today, as a request of its own that names the one it replays. Somebody asks
 * for it, so it counts against no limit, is no repeat of a delivery, and is no late message either.
 */
export async function replayRequest(
  names: { integrationId: string; requestId: string },
  { actor, now }: Doing,
): Promise<RequestDetail> {
  const replayable = await readReplay(names, now);
  if (replayable.obstacle !== null) throw new Refusal("conflict", replayable.obstacle);
  return carryOut(replayable, { actor, now }, { said: `Replayed by ${actor.name}.`, action: "request.replayed" });
}

/** What the new request says first, and what the audit log calls it. */
type Words = { said: string; action: "request.replayed" | "request.opened_anyway" };

/** Stores what a kept request is read as. The caller has seen that nothing stands against it. */
export async function carryOut(replayable: Replayable, doing: Doing, words: Words): Promise<RequestDetail> {
  const kept = keptOf(replayable, doing.now, words);
  wake(...(await transaction((tx, pg) => storeAll(tx, pg, { replayable, kept, doing, words }))));
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

type Replay = { replayable: Replayable; kept: KeptRequest; doing: Doing; words: Words };

/** All of it or nothing, with who did it. Returns whom it concerns. */
async function storeAll(tx: Tx, pg: Sql, replay: Replay): Promise<string[]> {
  const { replayable, kept, doing } = replay;
  const { id: integrationId, serviceId } = replayable.integration;
  const origin = { integrationId, serviceId, actor: doing.actor };
  const { ingested, topics } = await admitWithin(pg, origin, replayable.events, {
    kept,
    counts: false,
    now: doing.now,
  });
  if (ingested.verdict !== "admitted")
    throw new Refusal("conflict", "The integration was disabled just now. Enable it first, then replay.");
  await recordReplay(tx, replay, incidentIdsOf(ingested));
  return topics;
}

async function recordReplay(tx: Tx, { replayable, kept, doing, words }: Replay, incidentIds: string[]): Promise<void> {
  await recordAudit(tx, {
    ...doing,
    action: words.action,
    objectType: "request",
    objectId: replayable.request.id,
    after: { integrationId: replayable.integration.id, requestId: kept.id, outcome: kept.outcome, incidentIds },
  });
}
