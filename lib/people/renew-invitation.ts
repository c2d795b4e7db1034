import { and, eq, isNull } from "drizzle-orm";
import { people } from "#db/schema/people";
import { transaction } from "#db/transaction";
import type { Actor } from "#db/vocabulary";
import { wake } from "#lib/live/wake";
import { makeInvitationLink } from "#lib/people/invitation-link";
import { recordAudit } from "#lib/record";
import { Refusal } from "#lib/refusal";

/**
 * A new link for somebody whose invitation was lost or ran out, or who forgot their password. Earlier links stop working.
 * The token is shown once; the old password works until the link is used.
 */
export async function renewInvitation(
  personId: string,
  { actor, now }: { actor: Actor; now: Date },
): Promise<{ token: string }> {
  const token = await transaction(async (tx) => {
    const [person] = await tx
      .select({ id: people.id })
      .from(people)
      .where(and(eq(people.id, personId), isNull(people.disabledAt)))
      .for("update");
    if (!person) throw new Refusal("not_found", "This person is disabled or does not exist. Enable them first.");
    await recordAudit(tx, { actor, action: "person.link_made", objectType: "person", objectId: personId, now });
    return makeInvitationLink(tx, personId, now);
  });
  wake("people");
  return { token };
}
