import { and, eq, ne, or } from "drizzle-orm";
import { type PersonView, personView } from "#db/queries/people";
import { people } from "#db/schema/people";
import type { Role } from "#db/vocabulary";
import { roleTexts } from "#lib/auth/roles";
import { type By, change } from "#lib/change/change";
import { hasOtherAdmin, lastAdmin } from "#lib/people/last-admin";
import { personNamed } from "#lib/people/person-named";
import { recordPerson } from "#lib/people/record-person";

/** Gives the person another role. The last active admin stays one. */
export async function changeRole(personId: string, role: Role, by: By): Promise<PersonView> {
  return change(by, async (writing) => {
    const { tx } = writing;
    const before = await personNamed(tx, personId);
    if (before.role === role) return before;
    const mayLeave = role === "admin" ? undefined : or(ne(people.role, "admin"), hasOtherAdmin(personId));
    const [row] = await tx
      .update(people)
      .set({ role })
      .where(and(eq(people.id, personId), mayLeave))
      .returning();
    if (!row) throw lastAdmin(before.name);
    const person = personView(row);
    const summary = `${by.actor.name} made ${person.name} ${roleTexts[role].label}`;
    recordPerson(writing, {
      action: "person.role_changed",
      event: "system.user_updated",
      summary,
      person,
      before: { role: before.role },
      after: { role },
    });
    return person;
  });
}
