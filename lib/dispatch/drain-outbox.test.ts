import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { sql } from "#db/client";
import { newId } from "#db/id";
import { testDatabase } from "#db/testing";
import { createDestinationRow, emit } from "#lib/delivery/testing";
import { drainBatch, drainOutbox } from "#lib/dispatch/drain-outbox";

beforeAll(async () => {
  await testDatabase();
});
beforeEach(async () => {
  await sql()`truncate deliveries, destinations, platform_events cascade`;
});

const deliveriesOf = (destinationId: string) =>
  sql().of(z.object({ id: z.string(), eventId: z.string(), orderKey: z.string(), state: z.string() }))`
    select id, event_id as "eventId", order_key as "orderKey", state from deliveries where destination_id = ${destinationId} order by id`;

describe("drainOutbox", () => {
  test("makes a delivery for each destination that subscribes to the event, and for no other", async () => {
    const subscribed = await createDestinationRow({ url: "https://a.example" });
    const others = [
      await createDestinationRow({ url: "https://b.example" }, { events: [] }),
      await createDestinationRow({ url: "https://c.example" }, { events: ["incident.resolved"] }),
      await createDestinationRow({ url: "https://d.example" }, { disabledAt: new Date() }),
      await createDestinationRow({ url: "https://e.example" }, { deletedAt: new Date() }),
    ];
    const incidentId = newId();
    const eventId = await emit(incidentId, 1);
    expect(await drainOutbox(sql(), new Date())).toEqual({ events: 1, deliveries: 1 });
    expect(await deliveriesOf(subscribed)).toMatchObject([{ eventId, orderKey: incidentId, state: "pending" }]);
    for (const other of others) expect(await deliveriesOf(other)).toEqual([]);
  });

  test("does it once, whoever drains at the same time", async () => {
    const destination = await createDestinationRow({ url: "https://a.example" });
    for (let at = 0; at < 20; at++) await emit(newId(), at);
    const drains = await Promise.all(Array.from({ length: 6 }, () => drainOutbox(sql(), new Date())));
    await drainOutbox(sql(), new Date());
    expect(drains.reduce((sum, drained) => sum + drained.deliveries, 0)).toBe(20);
    expect(await deliveriesOf(destination)).toHaveLength(20);
    expect(await drainOutbox(sql(), new Date())).toEqual({ events: 0, deliveries: 0 });
  });

  test("keeps the order of events in the order of deliveries, across batches", async () => {
    const destination = await createDestinationRow({ url: "https://a.example" });
    await sql()`
      insert into platform_events (id, type, incident_id, payload, occurred_at)
      select gen_random_uuid(), 'incident.triggered', gen_random_uuid(), '{}', now() from generate_series(1, ${drainBatch + 100})`;
    const drained = await Promise.all(Array.from({ length: 4 }, () => drainOutbox(sql(), new Date())));
    expect(drained.some(({ events }) => events === drainBatch)).toBe(true);
    await drainOutbox(sql(), new Date());
    const rows = await sql().of(
      z.object({ seq: z.string() }),
    )`select e.seq from deliveries d join platform_events e on e.id = d.event_id where d.destination_id = ${destination} order by d.id`;
    const order = rows.map((row) => Number(row.seq));
    expect(order).toHaveLength(drainBatch + 100);
    expect(order).toEqual(order.toSorted((a, b) => a - b));
  });
});
