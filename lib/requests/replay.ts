import { newId } from "#db/id";
import { type RequestDetail, requestById } from "#db/queries/requests";
import type { ReadEvent } from "#db/schema/incidents";
import { type By, type Change, change } from "#lib/change/change";
import { type Ingested, type Intake, ingestWithin, type ReadyEvent, topicsOf } from "#lib/incidents/ingest";
import { incidentIdsOf, storeParts } from "#lib/intake/submit-parts";
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
export async function carryOut(replayable: Replayable, doing: By, words: Words): Promise<RequestDetail> {
  const intake = intakeOf(replayable, doing, words);
  await change(doing, (writing) => storeAll(writing, intake, words));
  const request = await requestById(replayable.integration.id, intake.request.id);
  if (!request) throw noSuchRequest();
  return request;
}

function intakeOf({ integration, request, reading, events }: Replayable, { actor, now }: By, { said }: Words): Intake {
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

/** All of it or nothing, with who did it. */
async function storeAll({ sql, audit, wake }: Change, intake: Intake, { action }: Words): Promise<void> {
  const { id, receivedAt, integrationId, outcome, replayOf } = intake.request;
  const stored = await storeParts(intake, async (part) => {
    const answers = await ingestWithin(sql, [part], receivedAt);
    wake(...topicsOf([part], answers));
    return answers[0] ?? disabled;
  });
  if (stored.verdict !== "admitted")
    throw new Refusal("conflict", "The integration was disabled just now. Enable it first, then replay.");
  const incidentIds = incidentIdsOf(stored);
  await sql`update requests set incident_ids = ${incidentIds}::uuid[] where id = ${id} and received_at = ${receivedAt}`;
  audit(action, { type: "request", id: replayOf ?? id }, undefined, {
    integrationId,
    requestId: id,
    outcome,
    incidentIds,
  });
}

const disabled: Ingested = { verdict: "closed", incidents: [] };
