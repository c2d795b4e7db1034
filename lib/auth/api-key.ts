import { and, eq, isNull, lt, or } from "drizzle-orm";
import { db } from "#db/client";
import { apiKeys } from "#db/schema/people";
import type { Actor, Scope } from "#db/vocabulary";
import { isOperatorsKey, noteOperatorsKeyUsed, operatorsKeyName } from "#lib/auth/operators-key";
import { hearAtOnce } from "#lib/change/wake";
import { now } from "#lib/clock";
import { hashOf } from "#lib/seal";

export type FoundKey = { actor: Actor; scopes: Scope[] };
type Kept = { key: FoundKey | null; expiresAt: Date | null; askAgainAt: number };

export const apiKeyPrefix = "sk_live_";

/** A revoked key may work this long in other processes. */
const keptMs = 3_000;
const mostKept = 1_000;
const usedEveryMs = 60_000;

const held = globalThis as typeof globalThis & { tocsinApiKeys?: Map<string, Kept> };
const kept: Map<string, Kept> = (held.tocsinApiKeys ??= new Map());

/** Whose API key this is and what it may do; null when unknown, revoked or expired. Remembered for three seconds. */
export async function findApiKey(token: string): Promise<FoundKey | null> {
  if (!token.startsWith(apiKeyPrefix)) return null;
  const at = now();
  if (isOperatorsKey(token)) {
    await noteOperatorsKeyUsed(token, at);
    return { actor: { kind: "api_key", id: null, name: operatorsKeyName }, scopes: ["admin"] };
  }
  const keyHash = hashOf(token);
  const entry = kept.get(keyHash);
  const fresh = entry && entry.askAgainAt > at.getTime() ? entry : await remember(keyHash, at);
  return fresh.expiresAt && fresh.expiresAt <= at ? null : fresh.key;
}

// A key that was revoked here opens nothing any more.
hearAtOnce((topics) => {
  if (topics.includes("api_keys")) kept.clear();
});

async function remember(keyHash: string, at: Date): Promise<Kept> {
  const entry = { ...(await read(keyHash, at)), askAgainAt: at.getTime() + keptMs };
  if (kept.size >= mostKept) kept.clear();
  kept.set(keyHash, entry);
  return entry;
}

async function read(keyHash: string, at: Date): Promise<Omit<Kept, "askAgainAt">> {
  const [row] = await db()
    .select()
    .from(apiKeys)
    .where(and(eq(apiKeys.keyHash, keyHash), isNull(apiKeys.revokedAt)));
  if (!row || (row.expiresAt && row.expiresAt <= at)) return { key: null, expiresAt: null };
  await noteUsed(row.id, at);
  return {
    key: { actor: { kind: "api_key", id: row.id, name: row.name }, scopes: row.scopes },
    expiresAt: row.expiresAt,
  };
}

async function noteUsed(id: string, at: Date) {
  const stale = or(isNull(apiKeys.lastUsedAt), lt(apiKeys.lastUsedAt, new Date(at.getTime() - usedEveryMs)));
  await db()
    .update(apiKeys)
    .set({ lastUsedAt: at })
    .where(and(eq(apiKeys.id, id), stale));
}
