import { inArray } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { db } from "#db/client";
import { platformEvents } from "#db/schema/delivery";
import { timelineEntries } from "#db/schema/incidents";
import { testDatabase } from "#db/testing";
import { createService } from "#db/testing-rows";
import { acknowledgeMany } from "#lib/incidents/acknowledge-many";
import { resolve } from "#lib/incidents/resolve";
import { resolveMany } from "#lib/incidents/resolve-many";
import { alice, bob, createIncident } from "#lib/incidents/testing-incidents";

const now = new Date("2026-11-21T03:00:00.000Z");
const byAlice = { actor: alice, now };
const byBob = { actor: bob, now };

beforeAll(async () => {
  await testDatabase();
});

describe("many at once", () => {
  test("say which changed and which had been so, or are nowhere", async () => {
    const [open, taken, resolved] = [
      await createIncident(),
      await createIncident({ status: "acknowledged" }),
      await createIncident(),
    ];
    await resolve(resolved.id, byBob);
    const nowhere = "00000000-0000-7000-8000-000000000000";
    const ids = [open.id.toUpperCase(), open.id, taken.id, resolved.id, nowhere, "nonsense"];
    expect(await acknowledgeMany(ids, byAlice)).toEqual({
      changed: [open.id],
      unchanged: [taken.id, resolved.id, nowhere, "nonsense"],
    });
    expect(await resolveMany(ids, byAlice)).toEqual({
      changed: expect.arrayContaining([open.id, taken.id]),
      unchanged: [resolved.id, nowhere, "nonsense"],
    });
  });

  test("leave one timeline entry and one event for each, also when two people press at once in another order", async () => {
    const { id: serviceId } = await createService();
    const ids = await Promise.all(Array.from({ length: 100 }, async () => (await createIncident({ serviceId })).id));
    const verdicts = await Promise.all(
      [ids, ids.toReversed(), ids].map((some, at) => acknowledgeMany(some, at === 1 ? byBob : byAlice)),
    );
    expect(verdicts.flatMap((verdict) => verdict.changed).toSorted()).toEqual(ids.toSorted());
    expect(await db().$count(timelineEntries, inArray(timelineEntries.incidentId, ids))).toBe(100);
    expect(await db().$count(platformEvents, inArray(platformEvents.incidentId, ids))).toBe(100);
  });

  test("are five hundred at most, and none is no trouble", async () => {
    const ids = Array.from({ length: 501 }, (_, at) => `00000000-0000-7000-8000-${String(at).padStart(12, "0")}`);
    await expect(resolveMany(ids, byAlice)).rejects.toMatchObject({
      code: "invalid",
      message: expect.stringContaining("501"),
    });
    expect(await resolveMany([], byAlice)).toEqual({ changed: [], unchanged: [] });
  });
});
