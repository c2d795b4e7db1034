import { z } from "zod";
import { sql } from "#db/client";
import { countReplayable, type DeliveryRow, deliveryById, replayable } from "#db/queries/deliveries";
import { destinationById } from "#db/queries/destinations";
import type { By } from "#lib/change/change";
import { wake } from "#lib/change/wake";
import { type DeliveryView, noSuchDelivery, readDelivery } from "#lib/delivery/view";
import { noSuchDestination } from "#lib/destinations/read";
import { Refusal } from "#lib/refusal";

/** Sends a delivery again, as a delivery of its own with the same message id and the whole ladder of retries. */
export async function replayDelivery(id: string, { now }: By): Promise<DeliveryView> {
  const row = await deliveryById(id);
  if (!row) throw noSuchDelivery();
  const problem = whyNoReplay(row);
  if (problem) throw new Refusal("conflict", problem);
  await refuseDisabled(row.destinationId, now);
  const replayId = (await insertReplay(row, now)) ?? (await insertReplay(row, now));
  if (!replayId) throw new Refusal("conflict", "Somebody else is sending this again at the same moment.");
  announceReplay(row.destinationId);
  return readDelivery(replayId);
}

/** Makes a waiting delivery due at once. */
export async function tryNow(id: string, { now }: By): Promise<DeliveryView> {
  const row = await deliveryById(id);
  if (!row) throw noSuchDelivery();
  const changed =
    await sql()`update deliveries set due_at = ${now} where id = ${row.id} and state = 'pending' and due_at > ${now} returning id`;
  if (changed.length > 0) announceReplay(row.destinationId);
  return readDelivery(id);
}

/** How many deliveries `replayAll` would send again. */
export async function previewReplay(destinationId: string, since: Date): Promise<{ count: number }> {
  return { count: await countReplayable(destinationId, since) };
}

/** Sends again what failed or was discarded since `since` and was not sent again yet, in the order in which it happened. */
export async function replayAll(destinationId: string, since: Date, { now }: By): Promise<{ count: number }> {
  await refuseDisabled(destinationId, now);
  const rows = await sql()`
    insert into deliveries (event_id, destination_id, kind, order_key, state, created_at, due_at, replay_number)
    select x.event_id, ${destinationId}, 'replay', x.order_key, 'pending', ${now}, ${now},
      1 + coalesce((select max(replay_number) from deliveries r where r.event_id = x.event_id and r.destination_id = ${destinationId} and r.kind = 'replay'), 0)
    from (${replayable(destinationId, since)}) x join platform_events ev on ev.id = x.event_id
    order by ev.seq
    on conflict do nothing
    returning id`;
  announceReplay(destinationId);
  return { count: rows.length };
}

function whyNoReplay({ kind, state, attempt }: DeliveryRow): string | undefined {
  if (kind === "test") return "A test is not sent again. Press Test integration instead.";
  if (state === "in_flight") return "This delivery is on its way right now.";
  if (state === "pending")
    return attempt === 0
      ? "This delivery is about to be made."
      : "This delivery is still being tried. Try it now instead.";
}

async function refuseDisabled(destinationId: string, now: Date) {
  const destination = await destinationById(destinationId, now);
  if (!destination) throw noSuchDestination();
  if (destination.disabledAt)
    throw new Refusal("conflict", "This integration is disabled. Enable it first, then send again.");
}

const replayRow = z.object({ id: z.string() });

async function insertReplay({ eventId, destinationId, id }: DeliveryRow, now: Date): Promise<string | undefined> {
  const [row] = await sql().of(replayRow)`
    insert into deliveries (event_id, destination_id, kind, order_key, state, created_at, due_at, replay_number)
    select ${eventId}, ${destinationId}, 'replay', d.order_key, 'pending', ${now}, ${now},
      1 + coalesce((select max(replay_number) from deliveries r where r.event_id = ${eventId} and r.destination_id = ${destinationId} and r.kind = 'replay'), 0)
    from deliveries d where d.id = ${id}
    on conflict do nothing
    returning id`;
  return row?.id;
}

function announceReplay(destinationId: string) {
  wake("deliveries", `destination:${destinationId}`);
}
