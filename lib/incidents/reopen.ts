import { eq, sql } from "drizzle-orm";
import { openTwinOf } from "#db/queries/incidents";
import { incidents } from "#db/schema/incidents";
import type { By } from "#lib/change/change";
import { changeIncident, type Verdict } from "#lib/incidents/change-incidents";
import { isKeyTaken } from "#lib/incidents/is-key-taken";
import { Refusal } from "#lib/refusal";

/** Opens a resolved incident again, unless the same trouble has opened another one meanwhile. */
export async function reopen(id: string, by: By): Promise<Verdict> {
  try {
    return await changeIncident(
      id,
      {
        kind: "reopened",
        when: eq(incidents.status, "resolved"),
        set: {
          ...{ status: "triggered", acknowledgedAt: null, resolvedAt: null, snoozedUntil: null },
          dedupScope: currentScope,
        },
      },
      by,
    );
  } catch (error) {
    if (!isKeyTaken(error)) throw error;
    const twin = await openTwinOf(id);
    throw new Refusal(
      "conflict",
      `The same trouble is open as incident ${twin ? `#${twin.number}` : "another one"}. Work on that one, or resolve it first.`,
    );
  }
}

// While it was resolved, the only integration that sent to it may have begun or ended to share its keys.
const currentScope = sql`coalesce((
  select case when i.shares_keys then i.service_id else i.id end
  from (select min(a.integration_id::text)::uuid as id from alerts a where a.incident_id = ${incidents.id}
    having count(*) = count(a.integration_id) and min(a.integration_id::text) = max(a.integration_id::text)) only_one
  join integrations i on i.id = only_one.id), ${incidents.dedupScope})`;
