import { randomBytes } from "node:crypto";
import { and, eq, isNull } from "drizzle-orm";
import { newId } from "#db/id";
import { invitations } from "#db/schema/people";
import type { Tx } from "#db/transaction";
import { hashOf } from "#lib/seal";

export const invitationDays = 7;

/** Makes the person's one valid link, once only: earlier ones stop working. Returns the token; only its hash is kept. */
export async function makeInvitationLink(tx: Tx, personId: string, now: Date): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  const expiresAt = new Date(now.getTime() + invitationDays * 24 * 3_600_000);
  await dropInvitationLinks(tx, personId);
  await tx.insert(invitations).values({ id: newId(), personId, tokenHash: hashOf(token), createdAt: now, expiresAt });
  return token;
}

/** Makes every unused link of the person worthless. */
export async function dropInvitationLinks(tx: Tx, personId: string): Promise<void> {
  await tx.delete(invitations).where(and(eq(invitations.personId, personId), isNull(invitations.usedAt)));
}
