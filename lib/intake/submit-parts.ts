import { sql } from "#db/client";
import type { Ingested, Intake } from "#lib/incidents/ingest";
import { submit } from "#lib/intake/batch";
import { partsOf } from "#lib/intake/ready-events";

/**
 * Stores a request in as many parts as it takes, one after the other, so that one that triggers and resolves the same key
 * ends as it says. The answer has an incident for each event, in their order.
 */
export async function submitParts(intake: Intake): Promise<Ingested> {
  const all: Ingested = { verdict: "admitted", incidents: [] };
  const parts = partsOf(intake.events);
  for (const [part, events] of parts.entries()) {
    const continues = part < parts.length - 1;
    const follows = all.verdict === "late";
    const counts = intake.counts && part === 0;
    const ingested = await submit({ ...intake, part, continues, follows, events, counts });
    all.incidents.push(...ingested.incidents);
    if (ingested.verdict === "late") all.verdict = "late";
    else if (ingested.verdict !== "admitted") return { ...ingested, incidents: all.incidents };
  }
  if (parts.length > 1) await nameIncidents(intake, all);
  return all;
}

/** The request was kept with its first part; what its later parts went to is written down here. */
async function nameIncidents({ request: { id, receivedAt } }: Intake, { incidents }: Ingested): Promise<void> {
  const ids = [...new Set(incidents.flatMap((incident) => (incident ? [incident.id] : [])))];
  await sql()`update requests set incident_ids = ${ids}::uuid[] where id = ${id} and received_at = ${receivedAt}`;
}
