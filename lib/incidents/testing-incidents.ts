import { db } from "#db/client";
import { newId } from "#db/id";
import { incidents } from "#db/schema/incidents";
import { createService } from "#db/testing-rows";
import type { Actor } from "#db/vocabulary";
import type { ReadyEvent } from "#lib/incidents/intake";

export type IncidentRow = typeof incidents.$inferSelect;

/** An incident for a test, as ingest would leave it; triggered, of a service of its own unless one is given. */
export async function createIncident(overrides: Partial<typeof incidents.$inferInsert> = {}): Promise<IncidentRow> {
  const serviceId = overrides.serviceId ?? (await createService()).id;
  const at = overrides.openedAt ?? new Date();
  const values = {
    dedupScope: serviceId,
    dedupKey: newId(),
    title: "Disk full",
    source: "db-1",
    status: "triggered",
    severity: "error",
    urgency: "high",
    alertCount: 1,
    openedAt: at,
    lastAlertAt: at,
    changedAt: at,
    ...overrides,
    serviceId,
  } satisfies typeof incidents.$inferInsert;
  const [incident] = await db().insert(incidents).values(values).returning();
  if (!incident) throw new Error("the insert returned no row");
  return incident;
}

/** An event for a test, ready to be stored. */
export const readyEvent = (
  event: Pick<ReadyEvent, "scope" | "action" | "dedupKey"> & Partial<ReadyEvent>,
): ReadyEvent => ({
  ...{ summary: `${event.dedupKey} is broken`, source: "web-1", severity: "error" },
  ...{ details: {}, links: [], images: [], occurredAt: null },
  ...event,
});

/** Somebody who does something in a test. */
export const alice: Actor = { kind: "person", id: "00000000-0000-7000-8000-00000000a11c", name: "Alice" };
export const bob: Actor = { kind: "person", id: "00000000-0000-7000-8000-000000000b0b", name: "Bob" };
