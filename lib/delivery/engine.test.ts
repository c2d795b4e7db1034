import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { sql } from "#db/client";
import { newId } from "#db/id";
import { testDatabase } from "#db/testing";
import { wake } from "#lib/change/wake";
import { type DeliveryEngine, startDelivery } from "#lib/delivery/start";
import { putBackLost } from "#lib/delivery/sweep";
import {
  createDelivery,
  createDestinationRow,
  emit,
  localHttp,
  type Receiver,
  startReceiver,
  stateOf,
  until,
} from "#lib/delivery/testing";
import { startDispatch } from "#lib/dispatch/start";

const ends: (() => unknown)[] = [];

beforeAll(async () => {
  await testDatabase();
});
beforeEach(async () => {
  await sql()`truncate deliveries, destinations, platform_events, workers, attempts, destination_stats, audit_entries cascade`;
});
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

async function engine(settings: Parameters<typeof startDelivery>[0] = {}): Promise<DeliveryEngine> {
  const http = localHttp();
  const started = await startDelivery({ http, heartbeatMs: 200, sweepMs: 200, ...settings });
  ends.push(
    () => http.close(),
    () => started.stop(0),
  );
  return started;
}

async function receiver(answer?: Receiver["answer"]): Promise<Receiver> {
  const started = await startReceiver(answer);
  ends.push(() => started.close());
  return started;
}

const states = async (destination: string) => {
  const rows = await sql().of(
    z.object({ state: z.string(), count: z.number() }),
  )`select state, count(*)::int from deliveries where destination_id = ${destination} group by state`;
  return Object.fromEntries(rows.map((row) => [row.state, row.count]));
};

describe("a delivery", () => {
  test("goes from the outbox to the receiver, signed, and leaves its proof", async () => {
    const there = await receiver();
    const destination = await createDestinationRow({
      url: `${there.url}?token=geheim`,
      secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
      headers: { Authorization: "Bearer topsecret99" },
    });
    const dispatch = await startDispatch();
    ends.push(() => dispatch.stop());
    await engine();
    const eventId = await emit(newId(), 3);
    wake("outbox");
    await until("the delivery", async () => (await states(destination)).delivered === 1);
    expect(there.received).toMatchObject([
      {
        id: `evt_${eventId}`,
        event: "incident.triggered",
        number: 3,
        headers: { authorization: "Bearer topsecret99", "webhook-id": `evt_${eventId}` },
      },
    ]);
    const [attempt] = await sql()`select * from attempts`;
    expect(attempt).toMatchObject({
      n: 1,
      class: "delivered",
      status: 200,
      response_body: "ok",
      remote_address: "127.0.0.1",
    });
    expect(JSON.stringify(attempt)).not.toMatch(/geheim|topsecret99|MfKQ9r8/);
    expect(attempt?.request).toMatchObject({
      method: "POST",
      url: `${there.url}?token=[hidden]`,
      headers: { Authorization: "[hidden]", "webhook-id": `evt_${eventId}` },
    });
  });

  test("that fails is tried again on the ladder, with the same id and a new timestamp, until it arrives", async () => {
    const there = await receiver(
      (_, response) => void response.writeHead(there.received.length < 3 ? 500 : 204).end("no"),
    );
    const id = await createDelivery(await createDestinationRow({ url: there.url, secret: "geheim" }));
    await engine();
    await until("the third try", async () => (await stateOf(id)).state === "delivered");
    const [first, second, third] = there.received;
    expect(new Set(there.received.map((one) => one.id)).size).toBe(1);
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(950);
    expect((third?.at ?? 0) - (second?.at ?? 0)).toBeGreaterThanOrEqual(2_950);
    expect(third?.headers["webhook-signature"]).not.toBe(first?.headers["webhook-signature"]);
    const log = await sql()`select n, class, status, error from attempts order by n`;
    expect(log).toMatchObject([
      { n: 1, class: "refused_status", status: 500, error: "The server answered 500 Internal Server Error." },
      { n: 2, status: 500 },
      { n: 3, class: "delivered", status: 204 },
    ]);
  });

  test("to a blocked address is given up at once and not held against the integration", async () => {
    const destination = await createDestinationRow({ url: "http://10.1.2.3/hook" });
    const id = await createDelivery(destination);
    await engine();
    await until("giving up", async () => (await stateOf(id)).state === "exhausted");
    expect(await stateOf(id)).toMatchObject({
      lastClass: "egress_blocked",
      attempt: 1,
      lastError: expect.stringContaining("10.1.2.3/32"),
    });
    expect(await sql()`select 1 from destination_stats`).toHaveLength(0);
  });

  test("that hangs is interrupted when the worker stops, put back, and made by the next one", async () => {
    const there = await receiver(() => {});
    const id = await createDelivery(await createDestinationRow({ url: there.url }));
    const first = await engine();
    await until("the request", () => there.received.length === 1);
    await first.stop(200);
    // Had it waited for the answer, the attempt would have been used up.
    expect(await stateOf(id)).toMatchObject({ state: "pending", attempt: 0, workerId: null });
    expect(await sql()`select 1 from workers`).toHaveLength(0);
    there.answer = (_, response) => void response.end("ok");
    await engine();
    await until("the second request", async () => (await stateOf(id)).state === "delivered");
  });

  test("with a body that Postgres cannot store is settled all the same", async () => {
    const there = await receiver(
      (_, response) => void response.end(Buffer.from([0x61, 0, 0xff, 0xed, 0xa0, 0x80, 0x62])),
    );
    const id = await createDelivery(await createDestinationRow({ url: there.url }));
    await engine();
    await until("the delivery", async () => (await stateOf(id)).state === "delivered");
  });
});

describe("order", () => {
  test("of one incident is kept though deliveries fail and several workers send", async () => {
    const failed = new Set<string>();
    const there = await receiver((one, response) => {
      const key = `${one.incident}/${one.number}`;
      const fails = one.number % 4 === 2 && !failed.has(key);
      failed.add(key);
      response.writeHead(fails ? 500 : 200).end();
      if (!fails) accepted.push(one);
    });
    const accepted: Receiver["received"] = [];
    const destination = await createDestinationRow({ url: there.url }, { maxInflight: 16 });
    const incidents = Array.from({ length: 8 }, () => newId());
    for (let number = 1; number <= 5; number++)
      for (const incidentId of incidents) await createDelivery(destination, { incidentId, number });
    await Promise.all([engine(), engine()]);
    await until("all of them", async () => (await states(destination)).delivered === 40);
    expect(accepted).toHaveLength(40);
    for (const incident of incidents)
      expect(accepted.filter((one) => one.incident === incident).map((one) => one.number)).toEqual([1, 2, 3, 4, 5]);
  });
});

describe("the pace", () => {
  test("of a receiver that takes its time stays at four at once", async () => {
    let atOnce = 0;
    let most = 0;
    const there = await receiver((_, response) => {
      most = Math.max(most, ++atOnce);
      setTimeout(() => {
        atOnce--;
        response.end("ok");
      }, 250);
    });
    const destination = await createDestinationRow({ url: there.url });
    for (let at = 0; at < 32; at++) await createDelivery(destination);
    await engine();
    await until("all of them", async () => (await states(destination)).delivered === 32, 60_000);
    expect(most).toBe(4);
  });
});

describe("answers of the database that get lost", () => {
  test("leave no delivery behind and no order broken", { timeout: 120_000 }, async () => {
    const there = await receiver();
    const destination = await createDestinationRow({ url: there.url });
    const incidents = Array.from({ length: 4 }, () => newId());
    for (let number = 1; number <= 25; number++)
      for (const incidentId of incidents) await createDelivery(destination, { incidentId, number });
    await engine();
    for (let cut = 1; cut <= 8; cut++) {
      await until(`the next ten after ${there.received.length}`, () => there.received.length >= cut * 10, 60_000);
      await sql()`
        select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and state = 'active' and pid <> pg_backend_pid()`;
    }
    await until("all of them", async () => (await states(destination)).delivered === 100, 60_000);
    const first = there.received.filter(({ id }, at) => there.received.findIndex((other) => other.id === id) === at);
    for (const incident of incidents)
      expect(first.filter((one) => one.incident === incident).map((one) => one.number)).toEqual(
        Array.from({ length: 25 }, (_, at) => at + 1),
      );
  });
});

describe("isolation", () => {
  test("dead receivers do not slow a healthy one", async () => {
    const dead = await receiver(() => {});
    const healthy = await receiver();
    for (let at = 0; at < 30; at++) {
      const destination = await createDestinationRow({ url: dead.url, requestTimeoutSeconds: 60 });
      for (let n = 0; n < 6; n++)
        await createDelivery(destination, { attempt: n % 2, dueAt: new Date(Date.now() - 60_000) });
    }
    await engine({ slots: 128, retrySlots: 64 });
    await until("the dead to hold their slots", () => dead.received.length > 60);
    const good = await createDestinationRow({ url: healthy.url });
    for (let at = 0; at < 20; at++) await createDelivery(good);
    wake("deliveries");
    await until("the healthy deliveries", async () => (await states(good)).delivered === 20);
    const failed = await sql()`
      select from attempts a join deliveries d on d.id = a.delivery_id where d.destination_id <> ${good}`;
    expect(failed, "not one slot of the dead came free meanwhile").toHaveLength(0);
  });
});

describe("a destination", () => {
  test("that answers 410 is disabled, what waits is discarded, and the others are told", async () => {
    const gone = await receiver((_, response) => void response.writeHead(410).end());
    const other = await receiver();
    const destination = await createDestinationRow({ url: gone.url });
    await createDestinationRow({ url: other.url }, { events: ["system.integration_broken"] });
    const incidentId = newId();
    for (let number = 1; number <= 3; number++) await createDelivery(destination, { incidentId, number });
    const dispatch = await startDispatch();
    ends.push(() => dispatch.stop());
    await engine();
    await until("the notice to the other", () => other.received.length === 1);
    expect(JSON.parse(other.received[0]?.body ?? "{}")).toMatchObject({
      event: "system.integration_broken",
      subject: { id: destination, reason: expect.stringContaining("410") },
    });
    expect(await states(destination)).toEqual({ exhausted: 1, discarded: 2 });
    const [row] = await sql()`select disabled_reason from destinations where id = ${destination}`;
    expect(row?.disabled_reason).toContain("gone for good");
    expect(await sql()`select action, actor_kind from audit_entries`).toMatchObject([
      { action: "destination.auto_disabled", actor_kind: "system" },
    ]);
  });

  test("that fails too much is disabled once, by the guarded rule", async () => {
    const broken = await receiver((_, response) => void response.writeHead(500).end());
    const destination = await createDestinationRow({ url: broken.url });
    const bucket = new Date(Math.floor(Date.now() / 300_000) * 300_000);
    await sql()`insert into destination_stats (destination_id, bucket, ok, bad) values (${destination}, ${bucket}, 1, 30)`;
    await createDelivery(destination);
    await engine();
    await until("a failure", () => broken.received.length === 1);
    await until(
      "its count",
      async () => Number((await sql()`select sum(bad) as bad from destination_stats`)[0]?.bad) > 30,
    );
    expect(await sql()`select 1 from destinations where disabled_at is not null`).toHaveLength(0);
    const last = await createDelivery(destination, { attempt: 16 });
    wake("deliveries");
    await until(
      "disabling",
      async () => (await sql()`select 1 from destinations where disabled_at is not null`).length === 1,
    );
    expect(await stateOf(last)).toMatchObject({ state: "exhausted", attempt: 17 });
    const [row] = await sql()`select disabled_reason as reason from destinations where id = ${destination}`;
    expect(row?.reason).toMatch(/^\d+ of \d+ requests failed in 12 hours/);
    await until("discarding", async () => !(await states(destination)).pending);
    expect(await sql()`select 1 from platform_events where type = 'system.integration_broken'`).toHaveLength(1);
  });
});

describe("workers", () => {
  test("of one that dies without a word the deliveries are made by another", async () => {
    const there = await receiver();
    const destination = await createDestinationRow({ url: there.url });
    const dead = newId();
    await sql()`insert into workers (id, name, started_at, seen_at) values (${dead}, 'dead', now(), now())`;
    const id = await createDelivery(destination, {
      state: "in_flight",
      workerId: dead,
      claim: 1,
      attempt: 1,
      claimedAt: new Date(),
    });
    await engine({ lifetimeMs: 1_000 });
    await until("the delivery", async () => (await stateOf(id)).state === "delivered");
    expect(await stateOf(id)).toMatchObject({ attempt: 2 });
    expect(await sql()`select class from attempts where delivery_id = ${id} order by n`).toMatchObject([
      { class: "interrupted" },
      { class: "delivered" },
    ]);
  });

  test("one that was declared dead learns it from its own heartbeat and stops", async () => {
    let lost = 0;
    const one = await engine({ onLost: () => lost++ });
    await sql()`delete from workers where id = ${one.workerId}`;
    await until("it to learn", () => lost === 1);
    await createDelivery(await createDestinationRow({ url: "http://127.0.0.1:9/" }));
    wake("deliveries");
    expect(await putBackLost(sql(), new Date())).toBe(0);
    expect(await sql()`select 1 from deliveries where state = 'in_flight'`).toHaveLength(0);
  });
});
