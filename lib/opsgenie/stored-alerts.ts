import { and, asc, desc, eq, isNull, ne, type SQL, sql } from "drizzle-orm";
import { db } from "#db/client";
import { incidents } from "#db/schema/incidents";
import { opsgenieAlerts as facts, heartbeats } from "#db/schema/opsgenie";
import type { Query } from "#lib/opsgenie/query-fields";
import { matches, priorityIs } from "#lib/opsgenie/search";

/** An incident with what the Opsgenie API knows of it. */
export type OpsgenieAlert = Awaited<ReturnType<typeof alertRows>>[number];

/** How an alert is named: its id, its number, or the dedup key of an open one. */
export type AlertReference = { by: "id"; id: string } | { by: "tiny"; number: number } | { by: "key"; key: string };

/** The alert of `scope`, an integration, that is named so; not one that the API has deleted. */
export async function opsgenieAlertBy(scope: string, reference: AlertReference): Promise<OpsgenieAlert | undefined> {
  const [alert] = await alertRows(and(inScope(scope), isNamed(reference))).limit(1);
  return alert;
}

export const sortable = {
  // Numbers grow as incidents are opened, and have an index.
  createdAt: incidents.number,
  updatedAt: incidents.changedAt,
  tinyId: incidents.number,
  alias: sql`coalesce(${facts.alias}, ${incidents.dedupKey})`,
  message: incidents.title,
  status: sql`${incidents.status} = 'resolved'`,
  acknowledged: sql`${incidents.acknowledgedAt} is not null`,
  isSeen: sql`${incidents.acknowledgedAt} is not null`,
  snoozed: sql`${incidents.snoozedUntil} is not null`,
  snoozedUntil: incidents.snoozedUntil,
  count: incidents.alertCount,
  lastOccurredAt: incidents.lastAlertAt,
  source: sql`coalesce(nullif(${facts.source}, ''), ${incidents.source})`,
  priority: priorityIs,
} as const;
export type Sort = keyof typeof sortable;

type Page = { sort: Sort; order: "asc" | "desc"; offset: number; limit: number };

/** The alerts of `scope` that answer `query`. */
export async function listOpsgenieAlerts(scope: string, query: Query, page: Page): Promise<OpsgenieAlert[]> {
  const direction = page.order === "asc" ? asc : desc;
  return alertRows(and(inScope(scope), matches(query)))
    .orderBy(direction(sortable[page.sort]), direction(incidents.number))
    .limit(page.limit)
    .offset(page.offset);
}

/** How many alerts of `scope` answer `query`. */
export async function countOpsgenieAlerts(scope: string, query: Query): Promise<number> {
  const [row] = await db()
    .select({ count: sql<number>`count(*)::int` })
    .from(incidents)
    .leftJoin(facts, eq(facts.incidentId, incidents.id))
    .where(and(inScope(scope), matches(query)));
  return row?.count ?? 0;
}

/** The alias of an incident of `scope`, also of one that the API has deleted. */
export async function opsgenieAliasOf(scope: string, incidentId: string): Promise<string | undefined> {
  const [row] = await db()
    .select({ alias: sql<string>`coalesce(${facts.alias}, ${incidents.dedupKey})` })
    .from(incidents)
    .leftJoin(facts, eq(facts.incidentId, incidents.id))
    .where(and(eq(incidents.dedupScope, scope), eq(incidents.id, incidentId)));
  return row?.alias;
}

/** The heartbeat of this name. */
export async function heartbeatNamed(integrationId: string, name: string) {
  const [heartbeat] = await db()
    .select()
    .from(heartbeats)
    .where(and(eq(heartbeats.integrationId, integrationId), eq(heartbeats.name, name)));
  return heartbeat;
}

function alertRows(which: SQL | undefined) {
  return db()
    .select({
      id: incidents.id,
      number: incidents.number,
      title: incidents.title,
      status: incidents.status,
      severity: incidents.severity,
      incidentSource: incidents.source,
      dedupKey: incidents.dedupKey,
      count: incidents.alertCount,
      openedAt: incidents.openedAt,
      lastAlertAt: incidents.lastAlertAt,
      acknowledgedAt: incidents.acknowledgedAt,
      resolvedAt: incidents.resolvedAt,
      snoozedUntil: incidents.snoozedUntil,
      changedAt: incidents.changedAt,
      owner: sql<string | null>`(select p.email from people p where p.id = ${incidents.assigneeIds}[1])`,
      priority: priorityIs,
      facts,
    })
    .from(incidents)
    .leftJoin(facts, eq(facts.incidentId, incidents.id))
    .where(which)
    .$dynamic();
}

const inScope = (scope: string) => and(eq(incidents.dedupScope, scope), isNull(facts.deletedAt));

function isNamed(reference: AlertReference): SQL | undefined {
  switch (reference.by) {
    case "id":
      return eq(incidents.id, reference.id);
    case "tiny":
      return eq(incidents.number, reference.number);
    case "key":
      return and(eq(incidents.dedupKey, reference.key), ne(incidents.status, "resolved"));
  }
}
