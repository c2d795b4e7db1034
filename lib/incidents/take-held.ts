import { z } from "zod";
import { json } from "#db/row-types";
import type { HeldOrigin, WaitingEvent } from "#db/schema/incidents";
import type { Sql } from "#db/sql";
import { tocsinItself } from "#db/vocabulary";
import { change } from "#lib/change/change";
import { admitWaited, incidentIdsOf, type Waited } from "#lib/incidents/admit";
import type { Ingested } from "#lib/incidents/intake";

/** As many as one transaction takes in. */
const mostAtOnce = 100;

/** Lets in the triggers that were held back until now. Those whose key was resolved meanwhile open nothing. */
export async function takeHeld(now: Date): Promise<void> {
  while ((await takeSome(now)) === mostAtOnce) {}
}

/** Returns how many it took. A process that dies in the middle has taken none. */
async function takeSome(now: Date): Promise<number> {
  return change({ actor: tocsinItself, now }, async (writing) => {
    const held = await nextHeld(writing.sql, now);
    if (held.length === 0) return 0;
    const answers = await admitWaited(writing, held.map(waitedOf));
    await writing.sql`delete from held_events where id = any(${held.map(({ id }) => id)}::uuid[])`;
    await nameIncidents(writing.sql, held, answers);
    return held.length;
  });
}

const heldRow = z.object({
  id: z.string(),
  requestId: z.string().nullable(),
  receivedAt: z.date().nullable(),
  origin: json<HeldOrigin>(),
  /** With its microseconds, which a Date would lose. */
  waitingSince: z.string(),
  event: json<WaitingEvent>(),
});

type Held = z.output<typeof heldRow>;

/** Two processes take different ones: who is being taken is passed over. */
function nextHeld(pg: Sql, now: Date): Promise<Held[]> {
  return pg.of(heldRow)`
    select id, request_id as "requestId", received_at as "receivedAt", origin, waiting_since::text as "waitingSince", event
    from held_events where due_at <= ${now} order by due_at, id limit ${mostAtOnce} for update skip locked`;
}

function waitedOf({ origin, requestId, receivedAt, waitingSince, event }: Held): Waited {
  const request = requestId && receivedAt ? { id: requestId, receivedAt } : undefined;
  return { origin, request, events: [event], part: 0, counts: false, waitingSince };
}

/** The requests that carried them name their incidents too. The moments keep the planner to the days the requests are in. */
async function nameIncidents(pg: Sql, held: Held[], answers: Ingested[]): Promise<void> {
  const named = held.flatMap(({ requestId, receivedAt }, at) => {
    const [incidentId] = incidentIdsOf(answers[at] ?? { verdict: "closed", incidents: [] });
    return requestId && receivedAt && incidentId ? [{ requestId, receivedAt, incidentId }] : [];
  });
  if (named.length === 0) return;
  const times = named.map(({ receivedAt }) => receivedAt.getTime());
  await pg`
    update requests r set incident_ids = (select array_agg(distinct id) from unnest(r.incident_ids || n.ids) id)
    from (select request_id, array_agg(incident_id) as ids
      from unnest(${named.map(({ requestId }) => requestId)}::uuid[], ${named.map(({ incidentId }) => incidentId)}::uuid[])
        as e(request_id, incident_id) group by request_id) n
    where r.id = n.request_id and r.id = any(${named.map(({ requestId }) => requestId)}::uuid[])
      and r.received_at between ${new Date(Math.min(...times))} and ${new Date(Math.max(...times))}`;
}
