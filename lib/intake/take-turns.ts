import { z } from "zod";
import { sql } from "#db/client";
import { json } from "#db/row-types";
import type { WaitingEvent } from "#db/schema/incidents";
import type { Sql } from "#db/sql";
import { type Actor, type Outcome, tocsinItself } from "#db/vocabulary";
import { change } from "#lib/change/change";
import { duration } from "#lib/format";
import { admitWaited, incidentIdsOf, type Waited } from "#lib/incidents/admit";
import type { Ingested } from "#lib/incidents/intake";
import { partsOf } from "#lib/incidents/parts-of";

/** As many as one transaction takes in. */
const mostAtOnce = 100;

/** Takes in what waits because its integration was over its limit, first come first served and as far as the limit allows now. */
export async function takeTurns(now: Date): Promise<void> {
  const due = await sql().of(dueRow)`
    select distinct integration_id as id from late_requests where due_at <= ${now}`;
  for (const integration of due) while ((await takeSome(integration.id, now)) === mostAtOnce) {}
}

/** Returns how many it took. A process that dies in the middle has taken none. */
async function takeSome(integrationId: string, now: Date): Promise<number> {
  return change({ actor: tocsinItself, now }, async (writing) => {
    const waiting = await nextInTurn(writing.sql, integrationId, now);
    for (const batch of batchesOf(waiting)) {
      const answers = await admitWaited(writing, batch.map(waitedOf));
      await settle(writing.sql, endsOf(batch, answers, now));
    }
    return waiting.length;
  });
}

const dueRow = z.object({ id: z.string() });

const turnRow = z.object({
  requestId: z.string(),
  part: z.number(),
  integrationId: z.string(),
  serviceId: z.string(),
  name: z.string(),
  receivedAt: z.date(),
  /** With its microseconds, which a Date would lose. */
  waitingSince: z.string(),
  events: json<WaitingEvent[]>(),
});

type Turn = z.output<typeof turnRow>;

/** Two processes take different ones: who is being taken is passed over. */
function nextInTurn(pg: Sql, integrationId: string, now: Date): Promise<Turn[]> {
  return pg.of(turnRow)`
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

function waitedOf({ integrationId, serviceId, name, requestId: id, receivedAt, ...turn }: Turn): Waited {
  const actor: Actor = { kind: "integration", id: integrationId, name };
  const origin = { integrationId, serviceId, actor };
  return { ...turn, origin, request: { id, receivedAt }, counts: turn.events.length > 0 };
}

type End = { requestId: string; part: number; receivedAt: Date; outcome: Outcome; reason: string; incidents: string[] };

/** What came of each, but for those that found the limit reached by others meanwhile: they go on waiting. */
function endsOf(turns: Turn[], answers: Ingested[], now: Date): End[] {
  return turns.flatMap((turn, at) => {
    const answer = answers[at];
    if (!answer || answer.verdict === "over") return [];
    return [{ ...turn, incidents: incidentIdsOf(answer), ...wordsFor(turn, answer, now) }];
  });
}

function wordsFor({ receivedAt, events }: Turn, { verdict, incidents }: Ingested, now: Date) {
  if (verdict === "closed")
    return {
      outcome: "ignored" as const,
      reason: "The integration was disabled before its turn came, so nothing came of it.",
    };
  const waitedMs = now.getTime() - receivedAt.getTime();
  const waited = `It waited ${duration(waitedMs)} for its turn, because the integration was over its limit.`;
  const isOvertaken = events.some((event, at) => opensAtOnce(event) && !incidents[at]);
  const overtaken = "The alert was already resolved when its turn came, so no incident was opened.";
  return { outcome: "accepted" as const, reason: isOvertaken ? `${waited} ${overtaken}` : waited };
}

const opensAtOnce = ({ action, suppressed, pauseUntil }: WaitingEvent) =>
  action === "trigger" && !suppressed && !pauseUntil;

/**
 * Takes them out of the queue and writes down what came of them. All in two statements, because senders wait for the row
 * that counts against their limit. The moments keep the planner to the days the requests are in.
 */
async function settle(pg: Sql, ends: End[]): Promise<void> {
  if (ends.length === 0) return;
  const column = <T>(read: (end: End) => T) => ends.map(read);
  const ids = column(({ requestId }) => requestId);
  const times = column(({ receivedAt }) => receivedAt.getTime());
  await pg`delete from late_requests l using unnest(${ids}::uuid[], ${column(({ part }) => part)}::int[]) as e(id, part)
    where l.request_id = e.id and l.part = e.part`;
  await pg`
    update requests r set
      outcome = case when exists (select from late_requests where request_id = r.id) then r.outcome else e.outcome end,
      reason = concat_ws(' ', r.reason, case when position(e.reason in coalesce(r.reason, '')) = 0 then e.reason end),
      incident_ids = (select coalesce(array_agg(distinct id), '{}') from unnest(r.incident_ids || e.incidents) id)
    from (
      select id, min(outcome) as outcome, string_agg(distinct reason, ' ') as reason, '{}'::uuid[] || array_agg(incident) filter (where incident is not null) as incidents
      from unnest(${ids}::uuid[], ${column(({ outcome }) => outcome)}::text[], ${column(({ reason }) => reason)}::text[],
        ${column(({ incidents }) => incidents.join(","))}::text[]) as e(id, outcome, reason, named)
      left join lateral unnest(string_to_array(nullif(named, ''), ',')::uuid[]) as incident on true
      group by id) e
    where r.id = e.id and r.id = any(${ids}::uuid[])
      and r.received_at between ${new Date(Math.min(...times))} and ${new Date(Math.max(...times))}`;
}
