import { eq } from "drizzle-orm";
import { afterEach, beforeAll, expect, test } from "vitest";
import { db } from "#db/client";
import { apiKeys } from "#db/schema/people";
import { testDatabase } from "#db/testing";
import { findApiKey } from "#lib/auth/api-key";
import { createApiKey } from "#lib/auth/create-api-key";
import { listApiKeys } from "#lib/auth/list-api-keys";
import { revokeApiKey } from "#lib/auth/revoke-api-key";
import { wake } from "#lib/change/wake";
import { shiftClock } from "#lib/clock";

const operatorsKey = "sk_live_chosen-by-the-operator";
process.env.TOCSIN_API_KEY = operatorsKey;

const actor = { kind: "system", id: null, name: "Tocsin" } as const;
const create = (over = {}) =>
  createApiKey({ name: "Deploys", scope: "write", expiresInDays: null, ...over }, { actor, now: new Date() });
const lastUsed = async (id: string) => (await db().select().from(apiKeys).where(eq(apiKeys.id, id)))[0]?.lastUsedAt;

beforeAll(async () => {
  await testDatabase();
});

afterEach(() => shiftClock(0));

test("a key is 32 letters after sk_live_, is stored only as its hash, and is found again", async () => {
  const { id, key } = await create();
  expect(key).toMatch(/^sk_live_[0-9A-Za-z]{32}$/);
  const [row] = await db().select().from(apiKeys).where(eq(apiKeys.id, id));
  expect(JSON.stringify(row)).not.toContain(key);
  expect(row?.ending).toBe(key.slice(-4));
  expect(await findApiKey(key)).toEqual({ actor: { kind: "api_key", id, name: "Deploys" }, scopes: ["write"] });
});

test("an unknown key, and a token of another form, are nobody's", async () => {
  expect(await findApiKey(`sk_live_${"0".repeat(32)}`)).toBeNull();
  expect(await findApiKey("R0123456789")).toBeNull();
});

test("a revoked key stops at once in this process", async () => {
  const { id, key } = await create();
  expect(await findApiKey(key)).not.toBeNull();
  await revokeApiKey(id, { actor, now: new Date() });
  expect(await findApiKey(key)).toBeNull();
});

test("a key stops at the moment it expires, even while it is remembered", async () => {
  const { key } = await create({ expiresInDays: 1 });
  shiftClock(24 * 3_600_000 - 1_000);
  expect(await findApiKey(key)).not.toBeNull();
  shiftClock(24 * 3_600_000 + 500);
  expect(await findApiKey(key)).toBeNull();
});

test("last use is written, at most once a minute", async () => {
  const { id, key } = await create();
  await findApiKey(key);
  const first = await lastUsed(id);
  expect(first).toBeInstanceOf(Date);
  wake("api_keys");
  await findApiKey(key);
  expect(await lastUsed(id)).toEqual(first);
  shiftClock(61_000);
  await findApiKey(key);
  expect((await lastUsed(id))?.getTime()).toBeGreaterThan((first?.getTime() ?? 0) + 60_000);
});

test("the operator's key is listed with its last use, and opens nothing once it is another", async () => {
  const listed = async () => (await listApiKeys()).filter((key) => key.id === null);
  await findApiKey(operatorsKey);
  const [key] = await listed();
  expect(key).toMatchObject({
    name: "TOCSIN_API_KEY",
    ending: "ator",
    scopes: ["admin"],
    lastUsedAt: expect.any(Date),
  });
  shiftClock(61_000);
  await findApiKey(operatorsKey);
  expect((await listed())[0]?.lastUsedAt?.getTime()).toBeGreaterThan((key?.lastUsedAt?.getTime() ?? 0) + 60_000);
  expect((await listApiKeys()).filter((each) => each.name === "TOCSIN_API_KEY")).toHaveLength(1);
  const rows = await db().select().from(apiKeys).where(eq(apiKeys.name, "TOCSIN_API_KEY"));
  expect(rows).toMatchObject([{ revokedAt: expect.any(Date), scopes: [] }]);
});

test("the operator's key may do everything", async () => {
  expect(await findApiKey(operatorsKey)).toEqual({
    actor: { kind: "api_key", id: null, name: "TOCSIN_API_KEY" },
    scopes: ["admin"],
  });
  expect(await findApiKey(`${operatorsKey}x`)).toBeNull();
});
