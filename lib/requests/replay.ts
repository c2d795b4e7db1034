import type { TransactionSql } from "postgres";
import { sql } from "#db/client";
import { type RequestDetail, requestById } from "#db/queries/requests";
import type { ReadEvent } from "#db/schema/incidents";
import type { Actor } from "#lib/actor";
import { newId } from "#lib/id";
import { type Ingested, type Intake, ingestWithin, type ReadyEvent, topicsOf } from "#lib/incidents/ingest";
import { incidentIdsOf, storeParts } from "#lib/intake/submit-parts";
import { wake } from "#lib/live/wake";
import { sqlCodeOf } from "#lib/outage";
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
  wake(...(await storeOnceMore(intake, words)));
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

const deadlock = "40P01";

/** Returns whom it concerns. */
async function storeOnceMore(intake: Intake, words: Words): Promise<string[]> {
  const store = () => sql().begin((tx) => storeAll(tx, intake, words));
  try {
    return await store();
  } catch (error) {
    if (sqlCodeOf(error) === deadlock) return store();
    throw error;
  }
}

/** All of it or nothing, with who did it. */
async function storeAll(tx: TransactionSql, intake: Intake, { action }: Words): Promise<string[]> {
  const { id, receivedAt } = intake.request;
  const topics: string[] = [];
  const stored = await storeParts(intake, async (part) => {
    const answers = await ingestWithin(tx, [part], receivedAt);
    topics.push(...topicsOf([part], answers));
    return answers[0] ?? disabled;
  });
  if (stored.verdict !== "admitted")
    throw new Refusal("conflict", "The integration was disabled just now. Enable it first, then replay.");
  const incidentIds = incidentIdsOf(stored);
  await tx`update requests set incident_ids = ${incidentIds}::uuid[] where id = ${id} and received_at = ${receivedAt}`;
  await recordReplay(tx, intake.request, { action, incidentIds });
  return topics;
}

const disabled: Ingested = { verdict: "closed", incidents: [] };

// lib/record.ts writes with the other of the two clients, which cannot join this transaction.
async function recordReplay(
  tx: TransactionSql,
  request: Intake["request"],
  { action, incidentIds }: { action: Words["action"]; incidentIds: string[] },
): Promise<void> {
  const { id, receivedAt, actor, integrationId, outcome, replayOf } = request;
  const after = { integrationId, requestId: id, outcome, incidentIds };
  await tx`insert into audit_entries (id, at, actor_kind, actor_id, actor_name, action, object_type, object_id, after)
    values (${newId()}, ${receivedAt}, ${actor.kind}, ${actor.id}, ${actor.name}, ${action}, 'request', ${replayOf ?? id}, ${tx.json(after)})`;
}
