import type { TransactionSql } from "postgres";
import { sql } from "#db/client";
import type { WaitingEvent } from "#db/schema/incidents";
import { duration } from "#lib/format";
import { type Ingested, type Intake, ingestWithin, topicsOf } from "#lib/incidents/ingest";
import { partsOf } from "#lib/intake/ready-events";
import { wake } from "#lib/live/wake";

/** As many as one transaction takes in. */
const mostAtOnce = 100;

/** Takes in what waits because its integration was over its limit, first come first served and as far as the limit allows now. */
export async function takeTurns(now: Date): Promise<void> {
  const due = await sql()<{ id: string }[]>`
    select distinct integration_id as id from late_requests where due_at <= ${now}`;
  for (const integration of due) while ((await takeSome(integration.id, now)) === mostAtOnce) {}
}

/** Returns how many it took. A process that dies in the middle has taken none. */
async function takeSome(integrationId: string, now: Date): Promise<number> {
  const { topics, taken } = await sql().begin(async (tx) => {
    const waiting = await nextInTurn(tx, integrationId, now);
    const topics: string[] = [];
    for (const batch of batchesOf(waiting)) {
      const intakes = batch.map(intakeOf);
      const answers = await ingestWithin(tx, intakes, now);
      topics.push(...topicsOf(intakes, answers));
      for (const [at, turn] of batch.entries()) await settle(tx, turn, answers[at], now);
    }
    return { topics, taken: waiting.length };
  });
  wake(...topics);
  return taken;
}

type Turn = {
  requestId: string;
  part: number;
  integrationId: string;
  serviceId: string;
  name: string;
  receivedAt: Date;
  /** With its microseconds, which a Date would lose. */
  waitingSince: string;
  events: WaitingEvent[];
};

/** Two processes take different ones: who is being taken is passed over. */
function nextInTurn(tx: TransactionSql, integrationId: string, now: Date): Promise<Turn[]> {
  return tx<Turn[]>`
    select l.request_id as "requestId", l.part, l.integration_id as "integrationId", i.service_id as "serviceId", i.name,
      l.received_at as "receivedAt", l.waiting_since::text as "waitingSince", l.events
    from late_requests l join integrations i on i.id = l.integration_id
    where l.integration_id = ${integrationId} and l.due_at <= ${now}
    order by l.waiting_since, l.request_id, l.part
    limit (select case when i.rate_limit_per_minute = 0 then ${mostAtOnce}
        else least(${mostAtOnce}, greatest(0, i.rate_limit_per_minute - coalesce(u.used, 0))) end
      from integrations i left join integration_usage u
        on u.integration_id = i.id and u.minute = date_trunc('minute', ${now}::timestamptz)
      where i.id = ${integrationId})
    for update of l skip locked`;
}

/** In their order, and so that within a batch each dedup key has one action, as ingest asks for. */
function batchesOf(turns: Turn[]): Turn[][] {
  const batches: Turn[][] = [];
  for (const turn of turns) {
    const batch = batches.at(-1);
    const together = [...(batch ?? []), turn].flatMap(({ events }) => events);
    if (batch && partsOf(together).length === 1) batch.push(turn);
    else batches.push([turn]);
  }
  return batches;
}

// Its request is kept already, so of that only the names are given again.
function intakeOf(turn: Turn): Intake {
  const { requestId: id, integrationId, serviceId, name, receivedAt, waitingSince, events } = turn;
  const unwritten = { source: "", method: "", path: "", query: "", headers: {}, body: new Uint8Array(), ip: "" };
  return {
    part: turn.part,
    counts: events.length > 0,
    waitingSince,
    events,
    request: {
      ...{ id, receivedAt, integrationId, serviceId, actor: { kind: "integration", id: integrationId, name } },
      ...{ ...unwritten, outcome: "accepted", reason: null, status: 202, overStatus: 429, events: [], durationMs: 0 },
    },
  };
}

/** Takes it out of the queue and writes down what came of it, unless the limit was reached by others meanwhile. */
async function settle(tx: TransactionSql, turn: Turn, ingested: Ingested | undefined, now: Date): Promise<void> {
  if (!ingested || ingested.verdict === "over") return;
  await tx`delete from late_requests where request_id = ${turn.requestId} and part = ${turn.part}`;
  const { outcome, reason } = endOf(turn, ingested, now);
  const ids = ingested.incidents.flatMap((incident) => (incident ? [incident.id] : []));
  await tx`
    update requests r set
      outcome = case when exists (select from late_requests where request_id = r.id) then r.outcome else ${outcome} end,
      reason = case when position(${reason} in coalesce(r.reason, '')) > 0 then r.reason else concat_ws(' ', r.reason, ${reason}::text) end,
      incident_ids = (select coalesce(array_agg(distinct id), '{}') from unnest(r.incident_ids || ${ids}::uuid[]) id)
    where r.id = ${turn.requestId} and r.received_at = ${turn.receivedAt}`;
}

function endOf({ receivedAt, events }: Turn, { verdict, incidents }: Ingested, now: Date) {
  if (verdict === "closed")
    return { outcome: "ignored", reason: "The integration was disabled before its turn came, so nothing came of it." };
  const waitedMs = now.getTime() - receivedAt.getTime();
  const waited = `It waited ${duration(waitedMs)} for its turn, because the integration was over its limit.`;
  const isOvertaken = events.some(({ action }, at) => action === "trigger" && !incidents[at]);
  const overtaken = "What it triggers was resolved before its turn came, so it opened nothing.";
  return { outcome: "accepted", reason: isOvertaken ? `${waited} ${overtaken}` : waited };
}
