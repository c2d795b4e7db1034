import { and, eq, isNull, ne, or } from "drizzle-orm";
import { type PersonView, personView } from "#db/queries/people";
import { people } from "#db/schema/people";
import { type By, change } from "#lib/change/change";
import { dropInvitationLinks } from "#lib/people/invitation-link";
import { hasOtherAdmin, lastAdmin } from "#lib/people/last-admin";
import { personNamed } from "#lib/people/person-named";
import { recordPerson } from "#lib/people/record-person";
import { revokeSessionsOf } from "#lib/people/revoke-sessions";

/** Shuts the person out at once: sessions end, links stop working. The last active admin cannot be disabled. */
export async function disable(personId: string, by: By): Promise<PersonView> {
  return change(by, async (writing) => {
    const { tx } = writing;
    const before = await personNamed(tx, personId);
    if (before.state === "disabled") return before;
    const [row] = await tx
      .update(people)
      .set({ disabledAt: by.now })
      .where(
        and(
          eq(people.id, personId),
          or(ne(people.role, "admin"), isNull(people.passwordHash), hasOtherAdmin(personId)),
        ),
      )
      .returning();
    if (!row) throw lastAdmin(before.name);
    const person = personView(row);
    await revokeSessionsOf(tx, personId, by.now);
    await dropInvitationLinks(tx, personId);
    const summary = `${by.actor.name} disabled ${person.name}`;
    recordPerson(writing, {
      action: "person.disabled",
      event: "system.user_deleted",
      summary,
      person,
      before: { state: before.state },
      after: { state: person.state },
    });
    return person;
  });
}
