import { and, eq, isNull } from "drizzle-orm";
import { apiKeys } from "#db/schema/people";
import { type By, change } from "#lib/change/change";

/** Ends an API key: at once here, within seconds in other processes. Revoking twice is fine. */
export async function revokeApiKey(id: string, by: By): Promise<void> {
  await change(by, async ({ tx, audit, wake }) => {
    const [row] = await tx
      .update(apiKeys)
      .set({ revokedAt: by.now })
      .where(and(eq(apiKeys.id, id), isNull(apiKeys.revokedAt)))
      .returning({ name: apiKeys.name, ending: apiKeys.ending });
    if (row) audit("api_key.revoked", { type: "api_key", id }, row);
    wake("api_keys");
  });
}
