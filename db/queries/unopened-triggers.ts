import { z } from "zod";
import { sql } from "#db/client";

const unopenedRow = z.object({ id: z.string(), keys: z.array(z.string()) });

/**
 * The dedup keys of triggers that opened nothing, because a resolve of their key had come first, and that nobody has opened
 * since, by the id of their request. A trigger that was taken in is in an incident of its key else, or was meant to open none.
 */
export async function unopenedTriggers(requestIds: string[]): Promise<Map<string, string[]>> {
  if (requestIds.length === 0) return new Map();
  const rows = await sql().of(unopenedRow)`
    select r.id, array_agg(distinct e.event ->> 'dedupKey') as keys
    from requests r cross join lateral jsonb_array_elements(r.events) as e(event)
    where r.id = any(${requestIds}::uuid[]) and r.outcome = 'accepted' and e.event ->> 'action' = 'trigger'
      and not e.event ?| array['suppressed', 'heldUntil']
      and not exists (select from incidents i
        where i.id = any(r.incident_ids) and i.dedup_key = e.event ->> 'dedupKey')
      and not exists (select from requests p join incidents i on i.id = any(p.incident_ids)
        where p.replay_of = r.id and i.dedup_key = e.event ->> 'dedupKey')
    group by r.id`;
  return new Map(rows.map(({ id, keys }) => [id, keys]));
}
