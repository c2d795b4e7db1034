import { and, ne, sql } from "drizzle-orm";
import { activePeople } from "#db/queries/people-pickers";
import { incidents } from "#db/schema/incidents";
import { isUuid } from "#lib/id";
import { type By, changeIncident, type Verdict } from "#lib/incidents/change-incidents";
import { Refusal } from "#lib/refusal";

const most = 50;

/** Gives the incident to these people and to nobody else; to nobody at all when there are none. */
export async function assign(id: string, personIds: string[], by: By): Promise<Verdict> {
  const assignees = await assignable(personIds);
  // Kept sorted, so that the same people in another order are no change.
  const assigneeIds = assignees.map((person) => person.id).sort();
  return changeIncident(
    id,
    {
      kind: "assigned",
      when: and(
        ne(incidents.status, "resolved"),
        sql`${incidents.assigneeIds} is distinct from ${`{${assigneeIds.join(",")}}`}::uuid[]`,
      ),
      set: { assigneeIds },
      details: { assignees },
      refusal: ({ status, number }) =>
        status === "resolved" ? `Incident #${number} is resolved. Reopen it before you assign it.` : undefined,
    },
    by,
  );
}

async function assignable(personIds: string[]) {
  const asked = [...new Set(personIds)];
  if (asked.length > most) throw wrong(`An incident can be assigned to ${most} people at most.`);
  const found = await activePeople(asked.filter(isUuid));
  const missing = asked.find((id) => !found.some((person) => person.id === id));
  if (missing) throw wrong(`There is no person ${missing} who can sign in. Choose somebody else.`);
  return found;
}

const wrong = (message: string) => new Refusal("invalid", message, { fields: { personIds: message } });
