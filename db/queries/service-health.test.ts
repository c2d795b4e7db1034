import { beforeAll, expect, test } from "vitest";
import { db } from "#db/client";
import { newId } from "#db/id";
import { healthOfServices, openIncidentsOfService, refusedOfIntegrations } from "#db/queries/service-health";
import { requests } from "#db/schema/incidents";
import { testDatabase } from "#db/testing";
import { createIntegration, createService } from "#db/testing-rows";
import type { Outcome } from "#db/vocabulary";
import { createIncident } from "#lib/incidents/testing-incidents";

beforeAll(async () => {
  await testDatabase();
});

const now = new Date();
const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000);

async function receive(integrationId: string, outcome: Outcome, receivedAt: Date) {
  const rest = {
    source: "webhook",
    method: "POST",
    path: "/",
    query: "",
    headers: {},
    body: new Uint8Array(),
    ip: "127.0.0.1",
  };
  await db()
    .insert(requests)
    .values({
      ...rest,
      id: newId(receivedAt.getTime()),
      integrationId,
      outcome,
      receivedAt,
      status: 202,
      events: [],
      durationMs: 1,
    });
}

test("the health of a service is its latest request over all its integrations, and how many of them are disabled", async () => {
  const [service, silent, bare] = [await createService(), await createService(), await createService()];
  const [older, newer] = [
    await createIntegration({ serviceId: service.id, disabledAt: now }),
    await createIntegration({ serviceId: service.id }),
  ];
  await createIntegration({ serviceId: silent.id });
  await receive(older.id, "accepted", minutesAgo(30));
  await receive(newer.id, "ignored", minutesAgo(20));
  await receive(newer.id, "refused", minutesAgo(10));

  const health = new Map(
    (await healthOfServices([service.id, silent.id, bare.id])).map((each) => [each.serviceId, each]),
  );
  expect(health.get(service.id)).toMatchObject({ disabledCount: 1, lastRequest: { outcome: "refused", status: 202 } });
  expect(health.get(silent.id)).toMatchObject({ disabledCount: 0, lastRequest: null });
  expect(health.has(bare.id)).toBe(false);
});

test("refused requests are counted by integration", async () => {
  const service = await createService();
  const [loud, quiet] = [
    await createIntegration({ serviceId: service.id }),
    await createIntegration({ serviceId: service.id }),
  ];
  for (const minutes of [1, 2, 3]) await receive(loud.id, "refused", minutesAgo(minutes));
  await receive(loud.id, "accepted", minutesAgo(4));

  const refused = await refusedOfIntegrations(service.id, now);
  expect(refused.get(loud.id)).toBe(3);
  expect(refused.get(quiet.id)).toBe(0);
  expect((await refusedOfIntegrations(service.id, new Date(now.getTime() + 2 * 86_400_000))).get(loud.id)).toBe(0);
});

test("what is open of a service is counted by urgency, the high one first, and nothing of what is resolved", async () => {
  const service = await createService();
  await createIncident({ serviceId: service.id, urgency: "low" });
  await createIncident({ serviceId: service.id, status: "acknowledged" });
  await createIncident({ serviceId: service.id });
  await createIncident({ serviceId: service.id, snoozedUntil: new Date(now.getTime() + 60_000) });
  await createIncident({ serviceId: service.id, status: "resolved" });
  expect(await openIncidentsOfService(service.id)).toEqual([
    { urgency: "high", triggered: 1, acknowledged: 1, snoozed: 1 },
    { urgency: "low", triggered: 1, acknowledged: 0, snoozed: 0 },
  ]);
});
