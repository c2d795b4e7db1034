import { sql } from "drizzle-orm";
import { db } from "#db/client";
import type { Tx } from "#db/transaction";
import { isKeyTaken } from "#lib/incidents/is-key-taken";
import { Refusal } from "#lib/refusal";

/**
 * Takes what is open of an integration along when it begins or ends to share its dedup keys, so that the tool still finds
 * it. What others have sent alerts to as well stays with them.
 */
export async function moveOpenIncidents(
  tx: Tx,
  { id, serviceId }: { id: string; serviceId: string },
  shares: boolean,
): Promise<void> {
  const [from, to] = shares ? [id, serviceId] : [serviceId, id];
  const isOwn = sql`exists (select from alerts a where a.incident_id = i.id and a.integration_id = ${id})
    and not exists (select from alerts a where a.incident_id = i.id and a.integration_id is distinct from ${id})`;
  // Rows lock in the order in which ingest locks them, so that the two cannot deadlock.
  await tx.execute(sql`
    with own as materialized (
      select i.id from incidents i
      where i.dedup_scope = ${from} and i.status <> 'resolved' and ${shares ? sql`true` : isOwn}
      order by i.dedup_key for update)
    update incidents i set dedup_scope = ${to} from own where i.id = own.id`);
}

/** Says of a change that failed for keys open in both places which they are: one incident would become part of another. */
export async function refusedTwins(id: string, error: unknown): Promise<never> {
  if (!isKeyTaken(error)) throw error;
  const twins = await openTwins(id);
  const named = twins.slice(0, mostNamed).join(", ") || "Two open incidents";
  const isOne = twins.length < 2;
  const message = `${named}${twins.length > mostNamed ? " and more" : ""} have the same dedup key; resolve one of ${isOne ? "them" : "each"} first.`;
  throw new Refusal("conflict", message, { fields: { sharesKeys: message } });
}

const mostNamed = 5;

async function openTwins(id: string): Promise<string[]> {
  const { rows: twins } = await db().execute<{ numbers: string }>(sql`
    select format('#%s and #%s', least(a.number, b.number), greatest(a.number, b.number)) as numbers
    from integrations i
    join incidents a on a.dedup_scope = i.id and a.status <> 'resolved'
    join incidents b on b.dedup_scope = i.service_id and b.dedup_key = a.dedup_key and b.status <> 'resolved'
    where i.id = ${id} order by least(a.number, b.number) limit ${mostNamed + 1}`);
  return twins.map(({ numbers }) => numbers);
}
