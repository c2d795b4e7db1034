import { and, eq, isNull, ne } from "drizzle-orm";
import { sessions } from "#db/schema/people";
import type { Tx } from "#db/transaction";
import { type By, change } from "#lib/change/change";

/** Signs the person out everywhere, or everywhere but in the session `except`. Returns how many sessions that ended. */
export async function revokeSessions(personId: string, { except, ...by }: By & { except?: string }): Promise<number> {
  return change(by, async ({ tx, audit, wake }) => {
    const count = await revokeSessionsOf(tx, personId, by.now, except);
    if (count > 0) audit("person.signed_out", { type: "person", id: personId }, undefined, { sessions: count });
    wake("people");
    return count;
  });
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
