import { newId } from "#db/id";
import { type RequestDetail, requestById } from "#db/queries/requests";
import type { ReadEvent } from "#db/schema/incidents";
import type { Sql } from "#db/sql";
import { type Tx, transaction } from "#db/transaction";
import type { Actor } from "#db/vocabulary";
import { ingestWithin, topicsOf } from "#lib/incidents/ingest";
import type { Ingested, Intake, ReadyEvent } from "#lib/incidents/intake";
import { incidentIdsOf, storeParts } from "#lib/intake/submit-parts";
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
  const intake = intakeOf(replayable, doing, words);
  wake(...(await transaction((tx, pg) => storeAll(tx, pg, intake, words))));
  const request = await requestById(replayable.integration.id, intake.request.id);
  if (!request) throw noSuchRequest();
  return request;
}

function intakeOf(
  { integration, request, reading, events }: Replayable,
  { actor, now }: Doing,
  { said }: Words,
): Intake {
  const { outcome, reason } = reading ? outcomeOf(reading) : { outcome: "refused" as const, reason: null };
  const { source, method, path, query, headers, body, ip } = request;
  return {
    part: 0,
    counts: false,
    events,
    request: {
      id: newId(now.getTime()),
      receivedAt: now,
      integrationId: integration.id,
      serviceId: integration.serviceId,
      actor,
      ...{ source, method, path, query, headers, body, ip, outcome },
      reason: [said, reason].filter(Boolean).join(" "),
      status: outcome === "accepted" ? 202 : 200,
      overStatus: 503,
      replayOf: request.id,
      events: events.map(shown),
      durationMs: 0,
    },
  };
}

const shown = ({ action, dedupKey, summary, source, severity, links }: ReadyEvent): ReadEvent => ({
  ...{ action, dedupKey, summary, source, severity, links },
});

/** All of it or nothing, with who did it. Returns whom it concerns. */
async function storeAll(tx: Tx, pg: Sql, intake: Intake, { action }: Words): Promise<string[]> {
  const { id, receivedAt } = intake.request;
  const topics: string[] = [];
  const stored = await storeParts(intake, async (part) => {
    const answers = await ingestWithin(pg, [part], receivedAt);
    topics.push(...topicsOf([part], answers));
    return answers[0] ?? disabled;
  });
  if (stored.verdict !== "admitted")
    throw new Refusal("conflict", "The integration was disabled just now. Enable it first, then replay.");
  const incidentIds = incidentIdsOf(stored);
  await pg`update requests set incident_ids = ${incidentIds}::uuid[] where id = ${id} and received_at = ${receivedAt}`;
  await recordReplay(tx, intake.request, { action, incidentIds });
  return topics;
}

const disabled: Ingested = { verdict: "closed", incidents: [] };

async function recordReplay(
  tx: Tx,
  request: Intake["request"],
  { action, incidentIds }: { action: Words["action"]; incidentIds: string[] },
): Promise<void> {
  const { id, receivedAt, actor, integrationId, outcome, replayOf } = request;
  await recordAudit(tx, {
    actor,
    action,
    objectType: "request",
    objectId: replayOf ?? id,
    after: { integrationId, requestId: id, outcome, incidentIds },
    now: receivedAt,
  });
}
