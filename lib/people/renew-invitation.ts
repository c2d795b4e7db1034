import { and, eq, isNull } from "drizzle-orm";
import { people } from "#db/schema/people";
import { type By, change } from "#lib/change/change";
import { makeInvitationLink } from "#lib/people/invitation-link";
import { Refusal } from "#lib/refusal";

/**
 * A new link for somebody whose invitation was lost or ran out, or who forgot their password. Earlier links stop working.
 * The token is shown once; the old password works until the link is used.
 */
export async function renewInvitation(personId: string, by: By): Promise<{ token: string }> {
  return change(by, async ({ tx, audit, wake }) => {
    const [person] = await tx
      .select({ id: people.id })
      .from(people)
      .where(and(eq(people.id, personId), isNull(people.disabledAt)))
      .for("update");
    if (!person) throw new Refusal("not_found", "This person is disabled or does not exist. Enable them first.");
    audit("person.link_made", { type: "person", id: personId });
    wake("people");
    return { token: await makeInvitationLink(tx, personId, by.now) };
  });
}
