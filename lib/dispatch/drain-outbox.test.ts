import { eq } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { db, sql } from "#db/client";
import { newId } from "#db/id";
import { platformEvents, subscriptions } from "#db/schema/delivery";
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
  sql().of(z.object({ id: z.string(), eventId: z.string(), subject: z.string().nullable(), state: z.string() }))`
    select id, event_id as "eventId", subject as "subject", state from deliveries where destination_id = ${destinationId} order by id`;

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
    expect(await deliveriesOf(subscribed)).toMatchObject([{ eventId, subject: incidentId, state: "pending" }]);
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

describe("a subscription", () => {
  const everything = { serviceIds: null, severities: null, urgencies: null };
  const critical = { severity: "critical", urgency: "high" } as const;

  async function hears(
    filter: Partial<typeof subscriptions.$inferInsert>,
    event: Partial<typeof platformEvents.$inferInsert>,
  ) {
    const destination = await createDestinationRow(
      { url: "https://a.example" },
      { events: ["incident.triggered", "system.user_created"] },
    );
    await db().update(subscriptions).set(filter).where(eq(subscriptions.destinationId, destination));
    const id = newId();
    const row = { id, type: "incident.triggered", incidentId: newId(), payload: {}, occurredAt: new Date(), ...event };
    await db().insert(platformEvents).values(row);
    await drainOutbox(sql(), new Date());
    return (await deliveriesOf(destination)).length === 1;
  }

  test("without filters hears of everything of its events", async () => {
    expect(await hears(everything, { serviceId: newId(), ...critical })).toBe(true);
    expect(await hears(everything, {})).toBe(true);
  });

  test("hears of its services, severities and urgencies only", async () => {
    const [one, other] = [newId(), newId()];
    expect(await hears({ serviceIds: [one, other] }, { serviceId: other, ...critical })).toBe(true);
    expect(await hears({ serviceIds: [one] }, { serviceId: other, ...critical })).toBe(false);
    expect(await hears({ severities: ["critical"] }, { serviceId: one, ...critical })).toBe(true);
    expect(await hears({ severities: ["info"] }, { serviceId: one, ...critical })).toBe(false);
    expect(await hears({ urgencies: ["low"] }, { serviceId: one, ...critical })).toBe(false);
  });

  test("hears of an event that has nothing to filter by", async () => {
    const system = { type: "system.user_created", incidentId: null };
    expect(await hears({ serviceIds: [newId()], severities: ["critical"], urgencies: ["high"] }, system)).toBe(true);
  });

  test("of one destination gets its own delivery beside that of another", async () => {
    const destination = await createDestinationRow({ url: "https://a.example" });
    const events = ["incident.triggered"];
    const address = { channel: "#checkout" };
    const second = {
      destinationId: destination,
      ownerKind: "service" as const,
      ownerId: newId(),
      events,
      address,
      createdAt: new Date(),
    };
    await db().insert(subscriptions).values(second);
    await emit(newId(), 1);
    expect(await drainOutbox(sql(), new Date())).toMatchObject({ events: 1 });
    expect(await deliveriesOf(destination)).toHaveLength(2);
  });

  test("of the destination that made the event hears no echo", async () => {
    const [origin, other] = [
      await createDestinationRow({ url: "https://a.example" }),
      await createDestinationRow({ url: "https://b.example" }),
    ];
    await db()
      .update(platformEvents)
      .set({ originDestinationId: origin })
      .where(eq(platformEvents.id, await emit(newId(), 1)));
    await drainOutbox(sql(), new Date());
    expect(await deliveriesOf(origin)).toEqual([]);
    expect(await deliveriesOf(other)).toHaveLength(1);
  });
});
