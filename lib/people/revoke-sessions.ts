import { and, eq, isNull, ne } from "drizzle-orm";
import { sessions } from "#db/schema/people";
import { type Tx, transaction } from "#db/transaction";
import type { Actor } from "#db/vocabulary";
import { wake } from "#lib/live/wake";
import { recordAudit } from "#lib/record";

/** Signs the person out everywhere, or everywhere but in the session `except`. Returns how many sessions that ended. */
export async function revokeSessions(
  personId: string,
  { except, actor, now }: { except?: string; actor: Actor; now: Date },
): Promise<number> {
  const ended = await transaction(async (tx) => {
    const count = await revokeSessionsOf(tx, personId, now, except);
    if (count > 0)
      await recordAudit(tx, {
        actor,
        action: "person.signed_out",
        objectType: "person",
        objectId: personId,
        after: { sessions: count },
        now,
      });
    return count;
  });
  wake("people");
  return ended;
}

/** The same as part of a larger change. */
export async function revokeSessionsOf(tx: Tx, personId: string, now: Date, except?: string): Promise<number> {
  const ended = await tx
    .update(sessions)
    .set({ revokedAt: now })
    .where(
      and(eq(sessions.personId, personId), isNull(sessions.revokedAt), except ? ne(sessions.id, except) : undefined),
    )
    .returning({ id: sessions.id });
  return ended.length;
}
