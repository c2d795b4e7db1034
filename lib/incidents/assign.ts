import { and, ne, type SQL, sql } from "drizzle-orm";
import { isUuid } from "#db/id";
import type { IncidentView } from "#db/queries/incidents";
import { activePeople, assigneesOf } from "#db/queries/people-pickers";
import { incidents } from "#db/schema/incidents";
import type { By } from "#lib/change/change";
import { changeIncident, type IncidentChange, type Verdict } from "#lib/incidents/change-incidents";
import { type Chosen, changeMany, type ManyVerdict } from "#lib/incidents/change-many";
import { Refusal } from "#lib/refusal";

const most = 50;

/** Who has an incident from now on: exactly these people, or those who have it by then with some added and removed. */
export type Assignment = {
  personIds?: string[] | undefined;
  addPersonIds?: string[] | undefined;
  removePersonIds?: string[] | undefined;
};

/** Gives the incident to people, at most 50. Throws a Refusal for those who cannot sign in. */
export async function assign(id: string, asked: Assignment, by: By): Promise<Verdict> {
  const change = await assigning(asked);
  return changeIncident(id, { ...change, refusal: (incident) => whyNot(incident, asked) }, by);
}

/** The same with many at once. Resolved ones stay as they are, and those that would have more than 50 people. */
export async function assignMany(chosen: Chosen, asked: Assignment, by: By): Promise<ManyVerdict> {
  return changeMany(chosen, await assigning(asked), by);
}

async function assigning(asked: Assignment): Promise<IncidentChange> {
  await checkPeople("personIds", asked.personIds);
  await checkPeople("addPersonIds", asked.addPersonIds);
  const assigneeIds = assignedBy(asked);
  return {
    kind: "assigned",
    when: and(
      ne(incidents.status, "resolved"),
      sql`${incidents.assigneeIds} is distinct from ${assigneeIds}`,
      sql`cardinality(${assigneeIds}) <= ${most}`,
    ),
    set: { assigneeIds },
    details: async (tx, changed) => {
      const assignees = await assigneesOf(tx, changed);
      return (id) => ({ assignees: assignees.get(id) ?? [] });
    },
  };
}

// Kept sorted, so that the same people in another order are no change.
function assignedBy({ personIds, addPersonIds = [], removePersonIds = [] }: Assignment): SQL {
  const base = personIds ? uuids(personIds) : sql`${incidents.assigneeIds}`;
  return sql`array(
    select unnest(${base}) except select unnest(${uuids(removePersonIds)})
    union select unnest(${uuids(addPersonIds)})
    order by 1
  )`;
}

function uuids(ids: string[]): SQL {
  return sql`${`{${ids.join(",")}}`}::uuid[]`;
}

function whyNot({ status, number, assignees }: IncidentView, { addPersonIds = [] }: Assignment): string | undefined {
  if (status === "resolved") return `Incident #${number} is resolved. Reopen it before you assign it.`;
  const added = addPersonIds.some((id) => !assignees.some((person) => person.id === id));
  return added
    ? `Incident #${number} would be assigned to more than ${most} people. Remove somebody first.`
    : undefined;
}

async function checkPeople(field: "personIds" | "addPersonIds", ids: string[] = []): Promise<void> {
  const asked = [...new Set(ids)];
  if (asked.length > most) throw wrong(field, `An incident can be assigned to ${most} people at most.`);
  const found = await activePeople(asked.filter(isUuid));
  const missing = asked.find((id) => !found.some((person) => person.id === id));
  if (missing) throw wrong(field, `There is no person ${missing} who can sign in. Choose somebody else.`);
}

const wrong = (field: string, message: string) => new Refusal("invalid", message, { fields: { [field]: message } });
