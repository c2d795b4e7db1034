import { sql } from "#db/client";
import type { Ingested, Intake } from "#lib/incidents/intake";
import { submit } from "#lib/intake/batch";
import { partsOf } from "#lib/intake/ready-events";

/** Stores a request of a sender. The answer has an incident for each event, in their order. */
export async function submitParts(intake: Intake): Promise<Ingested> {
  const all = await storeParts(intake, submit);
  // The request was kept with its first part; what its later parts went to is written down here.
  if (partsOf(intake.events).length > 1) await nameIncidents(intake, all);
  return all;
}

/**
 * Stores a request in as many parts as it takes, one after the other, so that one that triggers and resolves the same key
 * ends as it says.
 */
export async function storeParts(intake: Intake, store: (part: Intake) => Promise<Ingested>): Promise<Ingested> {
  const all: Ingested = { verdict: "admitted", incidents: [] };
  const parts = partsOf(intake.events);
  for (const [part, events] of parts.entries()) {
    const continues = part < parts.length - 1;
    const follows = all.verdict === "late";
    const counts = intake.counts && part === 0;
    const ingested = await store({ ...intake, part, continues, follows, events, counts });
    all.incidents.push(...ingested.incidents);
    if (ingested.verdict === "late") all.verdict = "late";
    else if (ingested.verdict !== "admitted") return { ...ingested, incidents: all.incidents };
  }
  return all;
}

async function nameIncidents({ request: { id, receivedAt } }: Intake, ingested: Ingested): Promise<void> {
  await sql()`update requests set incident_ids = ${incidentIdsOf(ingested)}::uuid[] where id = ${id} and received_at = ${receivedAt}`;
}

/** The incidents that a request went to, each once. */
export function incidentIdsOf({ incidents }: Ingested): string[] {
  return [...new Set(incidents.flatMap((incident) => incident?.id ?? []))];
}
