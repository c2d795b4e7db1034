import { and, eq, isNull } from "drizzle-orm";
import { db } from "#db/client";
import { sessions } from "#db/schema/people";

/** Ends one session; ending it twice is fine. */
export async function endSession(sessionId: string, now: Date): Promise<void> {
  await db()
    .update(sessions)
    .set({ revokedAt: now })
    .where(and(eq(sessions.id, sessionId), isNull(sessions.revokedAt)));
}
