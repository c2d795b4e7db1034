import { eq } from "drizzle-orm";
import { openTwinOf } from "#db/queries/incidents";
import { incidents } from "#db/schema/incidents";
import { type By, changeIncident, type Verdict } from "#lib/incidents/change-incidents";
import { Refusal } from "#lib/refusal";

/** Opens a resolved incident again, unless the same trouble has opened another one meanwhile. */
export async function reopen(id: string, by: By): Promise<Verdict> {
  try {
    return await changeIncident(
      id,
      {
        kind: "reopened",
        when: eq(incidents.status, "resolved"),
        set: { status: "triggered", acknowledgedAt: null, resolvedAt: null, snoozedUntil: null },
      },
      by,
    );
  } catch (error) {
    if (!isTaken(error)) throw error;
    const twin = await openTwinOf(id);
    throw new Refusal(
      "conflict",
      `The same trouble is open as incident ${twin ? `#${twin.number}` : "another one"}. Work on that one, or resolve it first.`,
    );
  }
}

function isTaken(error: unknown): boolean {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  return (
    typeof cause === "object" &&
    cause !== null &&
    "constraint_name" in cause &&
    cause.constraint_name === "incidents_open_dedup_key"
  );
}
