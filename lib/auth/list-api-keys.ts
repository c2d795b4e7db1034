import { type ApiKeyRow, storedApiKeys } from "#db/queries/people";
import { operatorsKey, operatorsKeyName } from "#lib/auth/operators-key";

/** An API key as it is listed. That of the environment has no id: only who runs Tocsin can take it away. */
export type ListedKey = Omit<ApiKeyRow, "id" | "createdAt"> & { id: string | null; createdAt: Date | null };

/** The API keys that were not revoked: that of the environment, then the others, newest first. */
export async function listApiKeys(): Promise<ListedKey[]> {
  const [chosen, stored] = await Promise.all([operatorsKey(), storedApiKeys()]);
  if (!chosen) return stored;
  const rest = { id: null, scopes: ["admin" as const], createdBy: null, createdAt: null, expiresAt: null };
  return [{ ...chosen, ...rest, name: operatorsKeyName }, ...stored];
}
