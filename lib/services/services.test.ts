import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { db } from "#db/client";
import { listServices, serviceById, serviceNames } from "#db/queries/services";
import { auditEntries } from "#db/schema/delivery";
import { incidents } from "#db/schema/incidents";
import { integrations } from "#db/schema/services";
import { testDatabase } from "#db/testing";
import { createIntegration, createService as serviceRow } from "#db/testing-rows";
import type { Actor } from "#db/vocabulary";
import { createService } from "#lib/services/create";
import { removeService } from "#lib/services/remove";
import { updateService } from "#lib/services/update";

const alice: Actor = { kind: "person", id: crypto.randomUUID(), name: "Alice" };
const doing = () => ({ actor: alice, now: new Date() });
const nobody = crypto.randomUUID();

beforeAll(async () => {
  await testDatabase();
});

describe("creating", () => {
  test("gives a service with the usual urgencies and writes who did it", async () => {
    const service = await createService({ name: "Payments" }, doing());
    expect(service).toMatchObject({
      name: "Payments",
      description: "",
      urgencies: { info: "low", warning: "low" },
      openIncidentCount: 0,
    });
    expect(await serviceById(service.id)).toEqual(service);
    expect(await auditOf(service.id)).toMatchObject([{ action: "service.created", actorName: "Alice" }]);
  });

  test("refuses a name that another service has, in whatever case, and says so at the field", async () => {
    await createService({ name: "Search" }, doing());
    await expect(createService({ name: "sEARCH" }, doing())).rejects.toMatchObject({
      code: "conflict",
      fields: { name: expect.stringContaining("sEARCH") },
    });
  });

  test("lets exactly one of ten at once have the name", async () => {
    const settled = await Promise.allSettled(
      Array.from({ length: 10 }, () => createService({ name: "Race" }, doing())),
    );
    expect(settled.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(settled.filter((one) => one.status === "rejected" && one.reason.code === "conflict")).toHaveLength(9);
  });

  test("lets the name of a deleted service be used again", async () => {
    const first = await createService({ name: "Phoenix" }, doing());
    await removeService(first.id, { force: false }, doing());
    expect((await createService({ name: "Phoenix" }, doing())).id).not.toBe(first.id);
  });
});

describe("changing", () => {
  test("changes what is named, leaves the rest, and keeps before and after", async () => {
    const { id } = await serviceRow({ name: "Old", description: "the old one" });
    expect(await updateService(id, { name: "New", urgencies: { critical: "high" } }, doing())).toMatchObject({
      name: "New",
      description: "the old one",
      urgencies: { critical: "high" },
    });
    expect(await auditOf(id)).toMatchObject([
      { action: "service.updated", before: { name: "Old" }, after: { name: "New" } },
    ]);
  });

  test("writes nothing when nothing is to be changed", async () => {
    const { id } = await serviceRow();
    await updateService(id, {}, doing());
    expect(await auditOf(id)).toEqual([]);
  });

  test("refuses a taken name, an unknown id and what is no id", async () => {
    const [taken, mine] = [await serviceRow({ name: "Taken" }), await serviceRow()];
    await expect(updateService(mine.id, { name: "taken" }, doing())).rejects.toMatchObject({ code: "conflict" });
    await expect(updateService(nobody, { name: "x" }, doing())).rejects.toMatchObject({ code: "not_found" });
    await expect(updateService("no-uuid", {}, doing())).rejects.toMatchObject({ code: "not_found" });
    expect(await updateService(taken.id, { name: "TAKEN" }, doing())).toMatchObject({ name: "TAKEN" });
  });
});

describe("deleting", () => {
  test("takes the integrations along, and leaves an audit row for each", async () => {
    const integration = await createIntegration();
    await removeService(integration.serviceId, { force: false }, doing());
    expect(await serviceById(integration.serviceId)).toBeUndefined();
    const [row] = await db().select().from(integrations).where(eq(integrations.id, integration.id));
    expect(row?.deletedAt).toBeInstanceOf(Date);
    expect((await serviceNames()).map(({ id }) => id)).not.toContain(integration.serviceId);
    expect(await db().select().from(auditEntries).where(eq(auditEntries.objectId, integration.id))).toMatchObject([
      { action: "integration.deleted", actorName: doing().actor.name, after: { name: integration.name } },
    ]);
  });

  test("refuses while an incident is open, unless forced; then the incident stays open", async () => {
    const { id } = await serviceRow();
    await openIncident(id, "triggered");
    await expect(removeService(id, { force: false }, doing())).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("an open incident"),
    });
    await removeService(id, { force: true }, doing());
    const [incident] = await db().select().from(incidents).where(eq(incidents.serviceId, id));
    expect(incident?.status).toBe("triggered");
  });

  test("happens once", async () => {
    const { id } = await serviceRow();
    await removeService(id, { force: false }, doing());
    await expect(removeService(id, { force: false }, doing())).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("listing", () => {
  test("counts open and triggered incidents and integrations, and leaves resolved and deleted ones out", async () => {
    const { id, name } = await serviceRow({ name: "Counted" });
    await openIncident(id, "triggered");
    await openIncident(id, "acknowledged");
    await openIncident(id, "resolved");
    await createIntegration({ serviceId: id });
    await createIntegration({ serviceId: id, deletedAt: new Date() });
    const { data } = await listServices({ search: name });
    expect(data).toMatchObject([{ id, openIncidentCount: 2, triggeredIncidentCount: 1, integrationCount: 1 }]);
  });

  test("pages through all in alphabetical order, whatever the case", async () => {
    for (const name of ["zz page b", "ZZ page A", "zz page C"]) await serviceRow({ name });
    const first = await listServices({ search: "zz page", limit: 2 });
    const second = await listServices({ search: "zz page", limit: 2, cursor: first.nextCursor ?? "" });
    expect([...first.data, ...second.data].map(({ name }) => name)).toEqual(["ZZ page A", "zz page b", "zz page C"]);
    expect(second.nextCursor).toBeNull();
  });

  test("searches for what was typed, not for a pattern", async () => {
    await serviceRow({ name: "100% sure" });
    await serviceRow({ name: "100 sure" });
    expect((await listServices({ search: "100%" })).data.map(({ name }) => name)).toEqual(["100% sure"]);
    expect((await listServices({ search: "\\" })).data).toEqual([]);
  });
});

function auditOf(id: string) {
  return db().select().from(auditEntries).where(eq(auditEntries.objectId, id));
}

async function openIncident(serviceId: string, status: "triggered" | "acknowledged" | "resolved") {
  const now = new Date();
  await db().insert(incidents).values({
    serviceId,
    dedupScope: serviceId,
    dedupKey: crypto.randomUUID(),
    title: "Trouble",
    source: "web-1",
    status,
    severity: "error",
    urgency: "high",
    alertCount: 1,
    openedAt: now,
    lastAlertAt: now,
    changedAt: now,
  });
}
