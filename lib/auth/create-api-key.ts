import { randomInt } from "node:crypto";
import { z } from "zod";
import { newId } from "#db/id";
import { apiKeys } from "#db/schema/people";
import { scopes } from "#db/vocabulary";
import { apiKeyPrefix } from "#lib/auth/api-key";
import { nameInput } from "#lib/auth/input";
import { type By, change } from "#lib/change/change";
import { hashOf } from "#lib/seal";

export const apiKeyInput = z.object({
  name: nameInput,
  scope: z.enum(scopes, "Choose what the key may do."),
  expiresInDays: z.coerce.number("Choose when the key expires.").int().min(1).max(3_650).nullable(),
});

const letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const randomLetters = 32;

/** Makes an API key. The key itself is returned here and never again; only its hash is kept. */
export async function createApiKey(input: z.output<typeof apiKeyInput>, by: By): Promise<{ id: string; key: string }> {
  const { actor, now } = by;
  const key =
    apiKeyPrefix + Array.from({ length: randomLetters }, () => letters.charAt(randomInt(letters.length))).join("");
  const row = {
    id: newId(),
    name: input.name,
    scopes: [input.scope],
    ending: key.slice(-4),
    expiresAt: input.expiresInDays === null ? null : new Date(now.getTime() + input.expiresInDays * 24 * 3_600_000),
  };
  await change(by, async ({ tx, audit }) => {
    await tx
      .insert(apiKeys)
      .values({ ...row, keyHash: hashOf(key), createdBy: actor.kind === "person" ? actor.id : null, createdAt: now });
    audit("api_key.created", { type: "api_key", id: row.id }, undefined, row);
  });
  return { id: row.id, key };
}
