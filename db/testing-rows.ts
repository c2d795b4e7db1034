import { randomBytes } from "node:crypto";
import { db } from "#db/client";
import { newId } from "#db/id";
import { people } from "#db/schema/people";
import { integrationKeys, integrations, services } from "#db/schema/services";
import { hashOf, seal } from "#lib/seal";

export type ServiceRow = typeof services.$inferSelect;
export type IntegrationRow = typeof integrations.$inferSelect;
export type PersonRow = typeof people.$inferSelect;

/** A service with a name of its own. */
export async function createService(overrides: Partial<typeof services.$inferInsert> = {}): Promise<ServiceRow> {
  const values = { name: `Service ${unique()}`, createdAt: new Date(), ...overrides };
  return only(await db().insert(services).values(values).returning());
}

/** An Events API integration, with a service of its own unless one is given, and its key in clear. */
export async function createIntegration(
  overrides: Partial<typeof integrations.$inferInsert> = {},
): Promise<IntegrationRow & { key: string }> {
  const serviceId = overrides.serviceId ?? (await createService()).id;
  const values = { type: "pagerduty", name: `Integration ${unique()}`, createdAt: new Date(), ...overrides, serviceId };
  const integration = only(await db().insert(integrations).values(values).returning());
  const key = randomBytes(16).toString("hex");
  const keyHash = hashOf(key);
  const sealedKey = seal(key, `integration_keys:${keyHash}:sealed_key`);
  await db()
    .insert(integrationKeys)
    .values({ keyHash, integrationId: integration.id, sealedKey, createdAt: new Date() });
  return { ...integration, key };
}

/** A responder without a password. */
export async function createPerson(overrides: Partial<typeof people.$inferInsert> = {}): Promise<PersonRow> {
  const name = overrides.name ?? `Person ${unique()}`;
  const values = {
    name,
    email: `${newId()}@example.com`,
    role: "responder" as const,
    createdAt: new Date(),
    ...overrides,
  };
  return only(await db().insert(people).values(values).returning());
}

const unique = () => randomBytes(4).toString("hex");

function only<Row>(rows: Row[]): Row {
  const [row] = rows;
  if (!row) throw new Error("the insert returned no row");
  return row;
}
