import { sql } from "#db/client";
import type { IncidentStatus } from "#db/vocabulary";

export type OpenIncident = { id: string; number: number; dedupKey: string; status: IncidentStatus };

/** What is open for these dedup keys of the scope. */
export async function openIncidentsOf(scope: string, dedupKeys: string[]): Promise<OpenIncident[]> {
  const rows = await sql()<(Omit<OpenIncident, "number"> & { number: string })[]>`
    select id, number, dedup_key as "dedupKey", status from incidents
    where dedup_scope = ${scope} and dedup_key = any(${dedupKeys}) and status <> 'resolved'`;
  return rows.map((row) => ({ ...row, number: Number(row.number) }));
}
