import { z } from "zod";
import { sql } from "#db/client";
import { isUuid, uuidPattern } from "#db/id";
import { decodeCursor, type Page, pageOf } from "#db/queries/cursor";
import { json } from "#db/row-types";
import { part } from "#db/sql";
import type { Severity, Urgency } from "#db/vocabulary";

const serviceRow = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  urgencies: json<Partial<Record<Severity, Urgency>>>(),
  createdAt: z.date(),
  /** Triggered and acknowledged ones. */
  openIncidentCount: z.number(),
  triggeredIncidentCount: z.number(),
  integrationCount: z.number(),
});

/** A service as screens and the API show it. */
export type ServiceView = z.output<typeof serviceRow>;

export const mostServicesPerPage = 200;

type ListOf = { search?: string | undefined; cursor?: string | undefined; limit?: number | undefined };

/** Services in alphabetical order; `search` looks into names and descriptions. */
export async function listServices({ search, cursor, limit: asked = 100 }: ListOf = {}): Promise<Page<ServiceView>> {
  const limit = Math.min(Math.max(asked, 1), mostServicesPerPage);
  const pattern = search ? `%${search.replace(/[\\%_]/g, "\\$&")}%` : null;
  const rows = await sql().of(serviceRow)`
    ${viewRows} where s.deleted_at is null
      ${pattern ? part`and (s.name ilike ${pattern} or s.description ilike ${pattern})` : part``}
      ${cursor ? part`and (lower(s.name), s.id) > (select lower(c.name), c.id from services c where c.id = ${decodeCursor(cursor, uuidPattern)})` : part``}
    order by lower(s.name), s.id limit ${limit + 1}`;
  return pageOf(rows, limit, (row) => row.id);
}

/** The service, unless it was deleted. */
export async function serviceById(id: string): Promise<ServiceView | undefined> {
  if (!isUuid(id)) return undefined;
  const [service] = await sql().of(serviceRow)`${viewRows} where s.id = ${id} and s.deleted_at is null`;
  return service;
}

/** Id and name of every service, for pickers. */
export async function serviceNames(): Promise<{ id: string; name: string }[]> {
  return sql().of(nameRow)`select id, name from services where deleted_at is null order by lower(name), id`;
}

// The open incidents are counted once for all services, from the partial index that holds only open ones.
const viewRows = part`
    select s.id, s.name, s.description, s.urgencies, s.created_at as "createdAt",
      coalesce(o.open, 0) as "openIncidentCount", coalesce(o.triggered, 0) as "triggeredIncidentCount",
      (select count(*)::int from integrations g where g.service_id = s.id and g.deleted_at is null) as "integrationCount"
    from services s left join (
      select service_id, count(*)::int as open, (count(*) filter (where status = 'triggered'))::int as triggered
      from incidents where status <> 'resolved' group by service_id
    ) o on o.service_id = s.id`;

const nameRow = z.object({ id: z.string(), name: z.string() });
