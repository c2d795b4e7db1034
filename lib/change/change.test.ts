import { eq } from "drizzle-orm";
import { afterEach, expect, test } from "vitest";
import { db } from "#db/client";
import { newId } from "#db/id";
import { auditEntries, platformEvents } from "#db/schema/delivery";
import { services } from "#db/schema/services";
import { testDatabase } from "#db/testing";
import { tocsinItself } from "#db/vocabulary";
import { type Change, change } from "#lib/change/change";
import { hearAtOnce } from "#lib/change/wake";

await testDatabase();

const now = new Date("2026-11-20T10:00:00Z");
const by = { actor: tocsinItself, now };
const bob = { name: "Bob", email: "bob@example.com", role: "responder", state: "invited" } as const;
const heard: string[] = [];
hearAtOnce((topics) => heard.push(...topics));
afterEach(() => heard.splice(0));

const audited = (id: string) => db().select().from(auditEntries).where(eq(auditEntries.objectId, id));
const told = async (id: string) =>
  (await db().select().from(platformEvents)).filter(({ payload }) => JSON.stringify(payload).includes(id));

async function addService({ tx, audit, tell, wake }: Change, id: string): Promise<string> {
  await tx.insert(services).values({ id, name: id, createdAt: now });
  audit("service.created", { type: "service", id }, undefined, { name: id });
  tell("system.user_created", { summary: "Somebody was made.", subject: { ...bob, id } });
  wake("services");
  return id;
}

test("what is changed, audited and told is stored together, and then everyone is told", async () => {
  const id = newId();
  expect(
    await change(by, async (writing) => {
      const added = await addService(writing, id);
      expect(heard).toEqual([]);
      return added;
    }),
  ).toBe(id);
  expect(heard.toSorted()).toEqual(["outbox", "services"]);
  expect(await audited(id)).toMatchObject([
    {
      action: "service.created",
      objectType: "service",
      actorKind: "system",
      before: null,
      after: { name: id },
      at: now,
    },
  ]);
  expect(await told(id)).toMatchObject([
    { type: "system.user_created", occurredAt: now, payload: { actor: tocsinItself, subject: { id } } },
  ]);
});

test("of a change that fails nothing is left, and nobody is told", async () => {
  const id = newId();
  const failing = change(by, async (writing) => {
    await addService(writing, id);
    throw new Error("no");
  });
  await expect(failing).rejects.toThrow("no");
  expect(await audited(id)).toEqual([]);
  expect(await told(id)).toEqual([]);
  expect(await db().select().from(services).where(eq(services.id, id))).toEqual([]);
  expect(heard).toEqual([]);
});

test("a change that clashed once is written once", async () => {
  const id = newId();
  let runs = 0;
  await change(by, async (writing) => {
    await addService(writing, id);
    if (++runs === 1) throw Object.assign(new Error("deadlock detected"), { code: "40P01" });
  });
  expect(runs).toBe(2);
  expect(await audited(id)).toHaveLength(1);
  expect(await told(id)).toHaveLength(1);
  expect(heard.toSorted()).toEqual(["outbox", "services"]);
});
