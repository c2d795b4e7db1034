import { createHash, timingSafeEqual } from "node:crypto";
import { eq, lt } from "drizzle-orm";
import { db } from "#db/client";
import { newId } from "#db/id";
import { apiKeys } from "#db/schema/people";
import { env } from "#lib/env";
import { hashOf } from "#lib/seal";

const usedEveryMs = 60_000;

export const operatorsKeyName = "TOCSIN_API_KEY";

const held = globalThis as typeof globalThis & { tocsinOperatorsKeyNotedAt?: number };

/** Is `token` the key that the operator chose in the environment? */
export function isOperatorsKey(token: string): boolean {
  const chosen = env().TOCSIN_API_KEY;
  if (!chosen) return false;
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(token), digest(chosen));
}

/** The operator's key as it is listed, without the key; undefined when none is set. */
export async function operatorsKey(): Promise<{ ending: string; lastUsedAt: Date | null } | undefined> {
  const chosen = env().TOCSIN_API_KEY;
  if (!chosen) return undefined;
  const [row] = await db()
    .select({ lastUsedAt: apiKeys.lastUsedAt })
    .from(apiKeys)
    .where(eq(apiKeys.keyHash, hashOf(chosen)));
  return { ending: chosen.slice(-4), lastUsedAt: row?.lastUsedAt ?? null };
}

/** Notes that the operator's key was used, at most once a minute. Its row is a revoked one: taken out of the environment it opens nothing. */
export async function noteOperatorsKeyUsed(token: string, at: Date): Promise<void> {
  if (Math.abs(at.getTime() - (held.tocsinOperatorsKeyNotedAt ?? 0)) < usedEveryMs) return;
  held.tocsinOperatorsKeyNotedAt = at.getTime();
  const row = { id: newId(), name: operatorsKeyName, keyHash: hashOf(token), ending: token.slice(-4), scopes: [] };
  await db()
    .insert(apiKeys)
    .values({ ...row, createdAt: at, revokedAt: at, lastUsedAt: at })
    .onConflictDoUpdate({ target: apiKeys.keyHash, set: { lastUsedAt: at }, setWhere: lt(apiKeys.lastUsedAt, at) });
}
