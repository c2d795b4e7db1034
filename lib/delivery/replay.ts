import { z } from "zod";
import { sql } from "#db/client";
import { countReplayable, type DeliveryRow, deliveryById, replayable } from "#db/queries/deliveries";
import { destinationById } from "#db/queries/destinations";
import { part } from "#db/sql";
import { deliveryLanes } from "#db/vocabulary";
import type { By } from "#lib/change/change";
import { wake } from "#lib/change/wake";
import { enqueue } from "#lib/delivery/enqueue";
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
  const inOrder = part`
    select d.*, ${replays} + 1 as replay_number
    from (${replayable(destinationId, since)}) d join platform_events ev on ev.id = d.event_id
    order by ev.seq`;
  const rows = await sql()`${enqueue(asReplay, inOrder, now)}`;
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

const asReplay = { kind: "replay", lane: deliveryLanes.replay } as const;

const replayRow = z.object({ id: z.string() });

async function insertReplay({ id }: DeliveryRow, now: Date): Promise<string | undefined> {
  const same = part`select d.*, ${replays} + 1 as replay_number from (
    select event_id, destination_id, subscription_id, address, subject from deliveries where id = ${id}) d`;
  const [row] = await sql().of(replayRow)`${enqueue(asReplay, same, now)}`;
  return row?.id;
}

/** How often the delivery `d` was sent again. */
const replays = part`coalesce((
  select max(r.replay_number) from deliveries r
  where r.event_id = d.event_id and r.destination_id = d.destination_id and r.subscription_id is not distinct from d.subscription_id
    and r.kind = 'replay'), 0)`;

function announceReplay(destinationId: string) {
  wake("deliveries", `destination:${destinationId}`);
}
