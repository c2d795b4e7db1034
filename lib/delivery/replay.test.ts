import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { sql } from "#db/client";
import { newId } from "#db/id";
import { deliveriesOfDestination } from "#db/queries/deliveries";
import { testDatabase } from "#db/testing";
import type { Actor } from "#db/vocabulary";
import { previewReplay, replayAll, replayDelivery, tryNow } from "#lib/delivery/replay";
import { testDestination } from "#lib/delivery/send-test";
import { createDelivery, type Receiver, startReceiver } from "#lib/delivery/testing";
import { readDelivery } from "#lib/delivery/view";
import { createDestination } from "#lib/destinations/create";
import { disableDestination } from "#lib/destinations/disable";

process.env.TOCSIN_EGRESS_ALLOW = "127.0.0.0/8";

const alice: Actor = { kind: "person", id: newId(), name: "Alice" };
const doing = () => ({ actor: alice, now: new Date() });
const webhook = {
  type: "webhook",
  name: "Ops webhook",
  config: { url: "https://ops.example/hook", secret: "first secret", headers: { Authorization: "Bearer abcdefgh" } },
  events: ["incident.resolved", "incident.triggered"],
};

let there: Receiver;
beforeAll(async () => {
  await testDatabase();
  there = await startReceiver();
});
afterAll(() => there.close());
beforeEach(async () => {
  await sql()`truncate deliveries, destinations, platform_events, workers, attempts, destination_stats, audit_entries cascade`;
  there.received.length = 0;
  there.answer = (_, response) => void response.end("ok");
});

describe("sending again", () => {
  const failed = { state: "exhausted" as const, attempt: 17, doneAt: new Date() };

  test("makes a delivery of its own with the same message id and the whole ladder", async () => {
    const { id } = await createDestination(webhook, doing());
    const original = await createDelivery(id, failed);
    const replay = await replayDelivery(original, doing());
    expect(replay).toMatchObject({
      kind: "replay",
      state: "pending",
      attempt: 0,
      replayNumber: 1,
      messageId: (await readDelivery(original)).messageId,
    });
    await sql()`update deliveries set state = 'delivered' where id = ${replay.id}`;
    expect(await replayDelivery(original, doing())).toMatchObject({ replayNumber: 2 });
  });

  test("is refused while it is still being tried, for tests, and for a disabled integration", async () => {
    const { id } = await createDestination({ ...webhook, config: { ...webhook.config, url: there.url } }, doing());
    const waiting = await createDelivery(id, { attempt: 3, dueAt: new Date(Date.now() + 60_000) });
    await expect(replayDelivery(waiting, doing())).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("Try it now"),
    });
    expect(await readDelivery(waiting)).toMatchObject({
      attempt: 3,
      attemptsInAll: 17,
      nextTry: { cycle: 1, step: 3, steps: 5 },
    });
    const due = await tryNow(waiting, doing());
    expect(due.nextTry?.at.getTime()).toBeLessThanOrEqual(Date.now());
    const { deliveryId } = await testDestination(id, doing());
    await expect(replayDelivery(deliveryId ?? "", doing())).rejects.toMatchObject({ code: "conflict" });
    await disableDestination(id, doing());
    await expect(replayDelivery(waiting, doing())).rejects.toMatchObject({
      message: expect.stringContaining("disabled"),
    });
    await expect(replayDelivery("999999", doing())).rejects.toMatchObject({ code: "not_found" });
  });

  test("all that failed since a moment goes once, in order, after a preview of how many", async () => {
    const { id } = await createDestination(webhook, doing());
    const incidentId = newId();
    const old = new Date(Date.now() - 3 * 3_600_000);
    await createDelivery(id, { ...failed, createdAt: old });
    const first = await createDelivery(id, { ...failed, incidentId, number: 1 });
    const second = await createDelivery(id, { ...failed, state: "discarded", incidentId, number: 2 });
    await createDelivery(id, { state: "delivered" });
    const since = new Date(Date.now() - 3_600_000);
    expect(await previewReplay(id, since)).toEqual({ count: 2 });
    expect(await replayAll(id, since, doing())).toEqual({ count: 2 });
    expect(await previewReplay(id, since)).toEqual({ count: 0 });
    expect(await replayAll(id, since, doing())).toEqual({ count: 0 });
    const events = async (ids: string[]) => Promise.all(ids.map(async (one) => (await readDelivery(one)).event.id));
    const replays = (await deliveriesOfDestination(id, { states: ["pending"], limit: 10 }))
      .map((row) => row.id)
      .toReversed();
    expect(await events(replays)).toEqual(await events([first, second]));
  });
});
