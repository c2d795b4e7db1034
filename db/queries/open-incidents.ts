import { z } from "zod";
import { sql } from "#db/client";
import { bigint } from "#db/row-types";
import { incidentStatuses } from "#db/vocabulary";

const incidentRow = z.object({
  id: z.string(),
  number: bigint,
  dedupKey: z.string(),
  status: z.enum(incidentStatuses),
});

export type OpenIncident = Omit<z.output<typeof incidentRow>, "number"> & { number: number };

/** What is open for these dedup keys of the scope. */
export async function openIncidentsOf(scope: string, dedupKeys: string[]): Promise<OpenIncident[]> {
  const rows = await sql().of(incidentRow)`
    select id, number, dedup_key as "dedupKey", status from incidents
    where dedup_scope = ${scope} and dedup_key = any(${dedupKeys}) and status <> 'resolved'`;
  return rows.map((row) => ({ ...row, number: Number(row.number) }));
}
