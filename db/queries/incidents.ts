import { and, asc, eq, inArray, ne, type SQL, sql } from "drizzle-orm";
import { db } from "#db/client";
import { isUuid } from "#db/id";
import { type Page, pageOf } from "#db/queries/cursor";
import { type IncidentFilter, whereOf } from "#db/queries/incident-filters";
import { cursorTextOf, orderingOf } from "#db/queries/incident-sorts";
import type { PersonName } from "#db/queries/people-pickers";
import { incidents } from "#db/schema/incidents";
import { people } from "#db/schema/people";
import { services } from "#db/schema/services";
import type { IncidentSort } from "#db/vocabulary";

/** An incident as screens and the API show it. */
export type IncidentView = Awaited<ReturnType<typeof withAssignees>>[number];

export const mostPerPage = 200;

/** Incidents, newest first unless `sort` says otherwise, `limit` of them from `cursor` on. */
export async function listIncidents(
  filter: IncidentFilter,
  page: { cursor?: string | undefined; limit?: number; sort?: IncidentSort | undefined } = {},
): Promise<Page<IncidentView>> {
  const limit = Math.min(Math.max(page.limit ?? 50, 1), mostPerPage);
  const sort = page.sort ?? "-number";
  const rows = await incidentRows(filter, { ...page, sort, limit: limit + 1 });
  const { data, nextCursor } = pageOf(rows, limit, (row) => cursorTextOf(sort, row));
  return { data: await withAssignees(data.map(({ sortKey: _, ...row }) => row)), nextCursor };
}

/** The incident with this id or number; "412" and "#412" are numbers. */
export async function incidentBy(reference: string): Promise<IncidentView | undefined> {
  const which = referenceIs(reference);
  if (!which) return undefined;
  const rows = await db()
    .select(viewColumns)
    .from(incidents)
    .innerJoin(services, eq(services.id, incidents.serviceId))
    .where(which)
    .limit(1);
  const [incident] = await withAssignees(rows);
  return incident;
}

/** The open incident with the dedup key of this one, if there is another. */
export async function openTwinOf(id: string): Promise<{ id: string; number: number } | undefined> {
  const [twin] = await db()
    .select({ id: incidents.id, number: incidents.number })
    .from(incidents)
    .where(
      and(
        ne(incidents.status, "resolved"),
        ne(incidents.id, id),
        sql`(${incidents.dedupScope}, ${incidents.dedupKey}) = (select i.dedup_scope, i.dedup_key from incidents i where i.id = ${id})`,
      ),
    );
  return twin;
}

/** Counts stop here, so that they stay cheap: show it as "1000+". */
export const mostCounted = 1000;

/** How many incidents fit the filter, at most `most`. */
export async function countIncidentsThat(filter: IncidentFilter, most: number): Promise<number> {
  const some = db().select({ id: incidents.id }).from(incidents).where(whereOf(filter)).limit(most).as("some");
  const [row] = await db().select({ count: sql<number>`count(*)::int` }).from(some);
  return row?.count ?? 0;
}

/** The ids of incidents that are as `where` says, oldest first, at most `most`. */
export async function idsOfIncidents(where: SQL | undefined, most: number): Promise<string[]> {
  const rows = await db()
    .select({ id: incidents.id })
    .from(incidents)
    .where(where)
    .orderBy(asc(incidents.number))
    .limit(most);
  return rows.map(({ id }) => id);
}

/** How many incidents are open, open and mine, and snoozed; each at most `mostCounted`. */
export async function countIncidents(
  personId: string | null,
): Promise<{ open: number; mine: number; snoozed: number }> {
  const [open, mine, snoozed] = await Promise.all([
    countIncidentsThat({ status: "open" }, mostCounted),
    personId ? countIncidentsThat({ status: "open", assigneeId: personId }, mostCounted) : 0,
    countIncidentsThat({ status: "snoozed" }, mostCounted),
  ]);
  return { open, mine, snoozed };
}

/** The statement behind `listIncidents`, for looking at its plan. */
export function incidentRows(
  filter: IncidentFilter,
  { sort, cursor, limit }: { sort: IncidentSort; cursor?: string | undefined; limit: number },
) {
  const { orderBy, after, key } = orderingOf(sort, cursor);
  return db()
    .select({ ...viewColumns, sortKey: key })
    .from(incidents)
    .innerJoin(services, eq(services.id, incidents.serviceId))
    .where(and(whereOf(filter), after))
    .orderBy(...orderBy)
    .limit(limit);
}

const viewColumns = {
  id: incidents.id,
  number: incidents.number,
  title: incidents.title,
  status: incidents.status,
  severity: incidents.severity,
  urgency: incidents.urgency,
  source: incidents.source,
  dedupKey: incidents.dedupKey,
  service: { id: services.id, name: services.name },
  assigneeIds: incidents.assigneeIds,
  alertCount: incidents.alertCount,
  openedAt: incidents.openedAt,
  lastAlertAt: incidents.lastAlertAt,
  acknowledgedAt: incidents.acknowledgedAt,
  resolvedAt: incidents.resolvedAt,
  snoozedUntil: incidents.snoozedUntil,
  changedAt: incidents.changedAt,
  links: incidents.links,
  images: incidents.images,
};

type Row = Omit<Awaited<ReturnType<typeof incidentRows>>[number], "sortKey">;

async function withAssignees(rows: Row[]) {
  const names = await namesOf([...new Set(rows.flatMap((row) => row.assigneeIds))]);
  return rows.map(({ assigneeIds, ...row }) => ({
    ...row,
    assignees: names.filter((person) => assigneeIds.includes(person.id)),
  }));
}

async function namesOf(ids: string[]): Promise<PersonName[]> {
  if (ids.length === 0) return [];
  return db()
    .select({ id: people.id, name: people.name })
    .from(people)
    .where(inArray(people.id, ids))
    .orderBy(people.name, people.id);
}

function referenceIs(reference: string) {
  if (isUuid(reference)) return eq(incidents.id, reference);
  const number = /^#?(\d{1,15})$/.exec(reference)?.[1];
  return number ? eq(incidents.number, Number(number)) : undefined;
}
