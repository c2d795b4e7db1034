import { and, eq, isNull } from "drizzle-orm";
import { db } from "#db/client";
import { sessions } from "#db/schema/people";
import { wake } from "#lib/change/wake";

/** Ends one session, if it is one of `personId` where that is given; ending it twice is fine. */
export async function endSession(id: string, now: Date, personId?: string): Promise<void> {
  await db()
    .update(sessions)
    .set({ revokedAt: now })
    .where(
      and(eq(sessions.id, id), isNull(sessions.revokedAt), personId ? eq(sessions.personId, personId) : undefined),
    );
  wake("people");
}
