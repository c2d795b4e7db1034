import { and, eq, gte, isNotNull, isNull, lt, ne, type SQL, sql } from "drizzle-orm";
import { incidents } from "#db/schema/incidents";
import type { Severity, Urgency } from "#db/vocabulary";

export const incidentTabs = ["open", "triggered", "acknowledged", "snoozed", "resolved", "all"] as const;
/** Open is triggered or acknowledged and not snoozed. */
export type IncidentTab = (typeof incidentTabs)[number];

/** Which incidents a list shows; what is left out does not narrow it. Ids are uuids. */
export type IncidentFilter = {
  status?: IncidentTab | undefined;
  serviceId?: string | undefined;
  assigneeId?: string | undefined;
  severity?: Severity | undefined;
  urgency?: Urgency | undefined;
  source?: string | undefined;
  /** Words, each found at the start of a word of the incident, or "#412". */
  q?: string | undefined;
  /** Opened at this moment or later. */
  since?: Date | undefined;
  /** Opened before this moment. */
  until?: Date | undefined;
};

/** The filter as SQL. Written so that each part can use its index; db/queries/incident-plans.test.ts holds it to that. */
export function whereOf(filter: IncidentFilter): SQL | undefined {
  return and(
    statusIs[filter.status ?? "all"](),
    filter.serviceId ? eq(incidents.serviceId, filter.serviceId) : undefined,
    // The second half lets the index of assigned incidents serve, which leaves out the many that nobody has.
    filter.assigneeId
      ? sql`${incidents.assigneeIds} @> array[${filter.assigneeId}::uuid] and ${incidents.assigneeIds} <> '{}'`
      : undefined,
    facetsAre(filter),
    filter.q === undefined ? undefined : says(filter.q),
    filter.since ? gte(incidents.openedAt, filter.since) : undefined,
    filter.until ? lt(incidents.openedAt, filter.until) : undefined,
  );
}

const awake = () => isNull(incidents.snoozedUntil);

const statusIs: Record<IncidentTab, () => SQL | undefined> = {
  open: () => and(ne(incidents.status, "resolved"), awake()),
  triggered: () => and(eq(incidents.status, "triggered"), awake()),
  acknowledged: () => and(eq(incidents.status, "acknowledged"), awake()),
  snoozed: () => isNotNull(incidents.snoozedUntil),
  resolved: () => eq(incidents.status, "resolved"),
  all: () => undefined,
};

function facetsAre({ severity, urgency, source }: IncidentFilter): SQL | undefined {
  const facets = Object.entries({ severity, urgency, source: source?.slice(0, 255) })
    .filter(([, value]) => value)
    .map(([name, value]) => sql`${`${name}=${value}`}`);
  return facets.length > 0 ? sql`${incidents.facets} @> array[${sql.join(facets, sql`, `)}]::text[]` : undefined;
}

const mostWords = 12;

function says(q: string): SQL | undefined {
  const number = /^\s*#(\d{1,15})\s*$/.exec(q)?.[1];
  if (number) return sql`${incidents.number} = ${number}::bigint`;
  const words = q.match(/[\p{L}\p{M}\p{N}]+/gu)?.slice(0, mostWords) ?? [];
  if (words.length === 0) return q.trim() === "" ? undefined : sql`false`;
  const query = words.map((word) => `'${word}':*`).join(" & ");
  return sql`${incidents.search} @@ to_tsquery('simple', ${query})`;
}
