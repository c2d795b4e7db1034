import { and, eq, isNull } from "drizzle-orm";
import { apiKeys } from "#db/schema/people";
import { transaction } from "#db/transaction";
import type { Actor } from "#db/vocabulary";
import { forgetApiKeys } from "#lib/auth/api-key";
import { recordAudit } from "#lib/record";

/** Ends an API key: at once here, within seconds in other processes. Revoking twice is fine. */
export async function revokeApiKey(id: string, { actor, now }: { actor: Actor; now: Date }): Promise<void> {
  await transaction(async (tx) => {
    const [row] = await tx
      .update(apiKeys)
      .set({ revokedAt: now })
      .where(and(eq(apiKeys.id, id), isNull(apiKeys.revokedAt)))
      .returning({ name: apiKeys.name, ending: apiKeys.ending });
    if (row)
      await recordAudit(tx, {
        actor,
        action: "api_key.revoked",
        objectType: "api_key",
        objectId: id,
        before: row,
        now,
      });
  });
  forgetApiKeys();
}
