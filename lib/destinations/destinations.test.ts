import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { sql } from "#db/client";
import { newId } from "#db/id";
import { deliveriesOfDestination } from "#db/queries/deliveries";
import { testDatabase } from "#db/testing";
import type { Actor } from "#db/vocabulary";
import { testConfig, testDestination } from "#lib/delivery/send-test";
import { createDelivery, emit, type Receiver, startReceiver, stateOf } from "#lib/delivery/testing";
import { readDelivery } from "#lib/delivery/view";
import { createDestination } from "#lib/destinations/create";
import { disableDestination } from "#lib/destinations/disable";
import { enableDestination } from "#lib/destinations/enable";
import { listDestinations, readDestination } from "#lib/destinations/read";
import { removeDestination } from "#lib/destinations/remove";
import { updateDestination } from "#lib/destinations/update";
import { drainOutbox } from "#lib/dispatch/drain-outbox";

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

const systemEvents = async () =>
  (
    await sql().of(
      z.object({ type: z.string(), summary: z.string() }),
    )`select type, payload->>'summary' as summary from platform_events where type like 'system.%'`
  ).map((row) => ({ ...row }));
const actions = async () =>
  (await sql().of(z.object({ action: z.string() }))`select action from audit_entries order by at, id`).map(
    (row) => row.action,
  );
/** The signature of a test message after the settings were saved without naming the secret. */
async function signatureAfterSaving(id: string) {
  await updateDestination(id, { config: { url: there.url } }, doing());
  await testDestination(id, doing());
  return there.received.at(-1)?.headers["webhook-signature"];
}

describe("creating", () => {
  test("stores the config, seals the secrets, and shows only which are set", async () => {
    const created = await createDestination(webhook, doing());
    expect(created).toMatchObject({
      type: "webhook",
      name: "Ops webhook",
      target: "ops.example",
      enabled: true,
      events: ["incident.triggered", "incident.resolved"],
      secrets: { secret: true, headers: ["Authorization"] },
    });
    expect(created.config).toMatchObject({
      url: "https://ops.example/hook",
      method: "POST",
      requestTimeoutSeconds: 15,
      connectTimeoutSeconds: 20,
      verifyTls: true,
    });
    const stored =
      await sql()`select d::text || coalesce(encode(secrets, 'escape'), '') as text from destinations d union all select a::text from audit_entries a`;
    for (const row of stored) expect(row.text).not.toMatch(/first secret|abcdefgh/);
    expect(JSON.stringify(created)).not.toMatch(/first secret|abcdefgh/);
    expect(await actions()).toEqual(["destination.created"]);
  });

  test("without event types is allowed: nothing is sent then", async () => {
    const { id } = await createDestination({ ...webhook, events: [] }, doing());
    await emit(newId(), 1);
    await drainOutbox(sql(), new Date());
    expect(await deliveriesOfDestination(id, { limit: 10 })).toEqual([]);
  });

  test.each([
    ["an unknown channel", { type: "pigeon" }, "type"],
    ["no name", { name: " " }, "name"],
    ["an unknown event type", { events: ["incident.exploded"] }, "events"],
    ["no address", { config: {} }, "config.url"],
    ["an unknown setting", { config: { url: "https://a.example", colour: "red" } }, "config.colour"],
    ["no certificate", { config: { url: "https://a.example", caCertificate: "hello" } }, "config.caCertificate"],
    [
      "a forbidden header",
      { config: { url: "https://a.example", headers: [{ name: "Host", value: "x" }] } },
      "config.headers.0.name",
    ],
  ])("refuses %s, and says where", async (_, wrong, field) => {
    await expect(createDestination({ ...webhook, ...wrong }, doing())).rejects.toMatchObject({
      code: "invalid",
      fields: { [field]: expect.any(String) },
    });
    expect(await listDestinations(new Date())).toEqual([]);
  });
});

describe("changing", () => {
  test("keeps the secrets that are left out, replaces those that are given, removes empty ones", async () => {
    const { id } = await createDestination({ ...webhook, config: { ...webhook.config, url: there.url } }, doing());
    expect(await signatureAfterSaving(id)).toBeDefined();
    const view = await updateDestination(
      id,
      { name: "Renamed", config: { url: there.url, secret: "", headers: [{ name: "authorization", value: "" }] } },
      doing(),
    );
    expect(view).toMatchObject({ name: "Renamed", secrets: { headers: ["Authorization"] } });
    await testDestination(id, doing());
    expect(there.received.at(-1)?.headers).toMatchObject({ authorization: "Bearer abcdefgh" });
    expect(there.received.at(-1)?.headers["webhook-signature"]).toBeUndefined();
  });

  test("refuses one that is not there", async () => {
    await expect(updateDestination(newId(), { name: "x" }, doing())).rejects.toMatchObject({ code: "not_found" });
    await expect(updateDestination("nonsense", { name: "x" }, doing())).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("switching off and on", () => {
  test("disabling discards what waits and tells the others; enabling starts the count of failures afresh", async () => {
    const { id } = await createDestination(webhook, doing());
    const waiting = await createDelivery(id);
    await sql()`update destinations set consecutive_failures = 9`;
    expect(await disableDestination(id, doing())).toMatchObject({
      enabled: false,
      disabledReason: "Disabled by Alice.",
    });
    expect(await stateOf(waiting)).toMatchObject({ state: "discarded" });
    expect(await systemEvents()).toEqual([
      { type: "system.integration_disabled", summary: 'Integration "Ops webhook" was disabled by Alice' },
    ]);
    await disableDestination(id, doing());
    expect(await systemEvents()).toHaveLength(1);
    const at = new Date();
    expect(await enableDestination(id, { actor: alice, now: at })).toMatchObject({
      enabled: true,
      disabledReason: null,
      health: { consecutiveFailures: 0 },
    });
    expect(await sql()`select stats_from from destinations`).toMatchObject([{ stats_from: at }]);
    expect(await stateOf(waiting)).toMatchObject({ state: "discarded" });
    expect(await actions()).toEqual(["destination.created", "destination.disabled", "destination.enabled"]);
  });

  test("deleting removes it from the list, forgets its secrets, discards what waits, and tells the others", async () => {
    const { id } = await createDestination(webhook, doing());
    const waiting = await createDelivery(id);
    await removeDestination(id, doing());
    expect(await listDestinations(new Date())).toEqual([]);
    expect(await stateOf(waiting)).toMatchObject({ state: "discarded" });
    expect(await sql()`select secrets from destinations`).toMatchObject([{ secrets: null }]);
    expect(await systemEvents()).toEqual([
      { type: "system.integration_deleted", summary: 'Integration "Ops webhook" was deleted by Alice' },
    ]);
    await expect(readDestination(id, new Date())).rejects.toMatchObject({ code: "not_found" });
    await expect(removeDestination(id, doing())).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("testing", () => {
  test("works on a config that was never saved, and leaves nothing behind", async () => {
    there.answer = (_, response) => void response.writeHead(202).end("got it");
    const result = await testConfig({ type: "webhook", config: { url: there.url, secret: "x" } }, doing());
    expect(result).toMatchObject({
      delivered: true,
      class: "delivered",
      status: 202,
      error: null,
      responseBody: "got it",
      deliveryId: null,
    });
    expect(JSON.parse(there.received[0]?.body ?? "")).toMatchObject({
      event: "integration.test",
      test: true,
      summary: expect.stringMatching(/^\[Test message\]/),
      incident: { title: expect.stringMatching(/^\[Test message\]/) },
    });
    expect(await sql()`select 1 from platform_events`).toHaveLength(0);
  });

  test("of a form that is being edited uses the secrets saved before", async () => {
    const { id } = await createDestination(webhook, doing());
    await testConfig({ type: "webhook", config: { url: there.url }, destinationId: id }, doing());
    expect(there.received[0]?.headers).toMatchObject({
      authorization: "Bearer abcdefgh",
      "webhook-signature": expect.stringMatching(/^v1,/),
    });
  });

  test("of a saved one is in its log, is not tried again and not counted", async () => {
    there.answer = (_, response) => void response.writeHead(500).end("oops");
    const { id } = await createDestination({ ...webhook, config: { ...webhook.config, url: there.url } }, doing());
    const result = await testDestination(id, doing());
    expect(result).toMatchObject({
      delivered: false,
      class: "refused_status",
      status: 500,
      error: "The server answered 500 Internal Server Error.",
    });
    const logged = await readDelivery(result.deliveryId ?? "");
    expect(logged).toMatchObject({
      kind: "test",
      state: "exhausted",
      nextTry: null,
      event: { type: "integration.test", incident: null },
      attempts: [{ n: 1, status: 500, response: { body: "oops" } }],
    });
    expect(JSON.stringify(logged)).not.toMatch(/first secret|abcdefgh/);
    expect(there.received).toHaveLength(1);
    expect(await sql()`select 1 from destination_stats`).toHaveLength(0);
    expect(await drainOutbox(sql(), new Date())).toEqual({ events: 0, deliveries: 0 });
  });

  test("says why an address is not reached", async () => {
    const blocked = await testConfig({ type: "webhook", config: { url: "http://10.0.0.1/" } }, doing());
    expect(blocked).toMatchObject({
      delivered: false,
      class: "egress_blocked",
      error: expect.stringContaining("TOCSIN_EGRESS_ALLOW"),
    });
    await expect(testConfig({ type: "webhook", config: { url: "nonsense" } }, doing())).rejects.toMatchObject({
      fields: { "config.url": expect.any(String) },
    });
  });
});

test("the log is paged by id and filtered by state, and a card shows the health of its destination", async () => {
  const { id } = await createDestination(webhook, doing());
  const made: string[] = [];
  for (let at = 0; at < 5; at++)
    made.push(
      await createDelivery(
        id,
        at === 2
          ? { state: "exhausted", lastError: "no", lastClass: "timed_out", doneAt: new Date() }
          : { attempt: at === 4 ? 1 : 0 },
      ),
    );
  const page = await deliveriesOfDestination(id, { limit: 2 });
  expect(page.map((row) => row.id)).toEqual([made[4], made[3]]);
  expect((await deliveriesOfDestination(id, { limit: 9, before: page[1]?.id })).map((row) => row.id)).toEqual([
    made[2],
    made[1],
    made[0],
  ]);
  expect(
    (await deliveriesOfDestination(id, { limit: 9, states: ["exhausted", "discarded"] })).map((row) => row.id),
  ).toEqual([made[2]]);
  expect((await readDestination(id, new Date())).health).toMatchObject({
    pending: 4,
    retrying: 1,
    inFlight: 0,
    lastError: { deliveryId: made[2], text: "no" },
  });
});
