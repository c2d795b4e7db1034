import { and, eq, gte, inArray, isNotNull, isNull, lt, ne, or, type SQL, sql } from "drizzle-orm";
import { incidents } from "#db/schema/incidents";
import type { Severity, Urgency } from "#db/vocabulary";

export const incidentTabs = ["open", "triggered", "acknowledged", "snoozed", "resolved", "all"] as const;
/** Open is triggered or acknowledged and not snoozed. */
export type IncidentTab = (typeof incidentTabs)[number];

/** One value, or several of which one must fit; an empty list does not narrow. */
type OneOf<Value> = Value | readonly Value[] | undefined;

/** Which incidents a list shows; what is left out does not narrow it. Ids are uuids. */
export type IncidentFilter = {
  status?: IncidentTab | undefined;
  serviceId?: OneOf<string>;
  /** People who have it, or "none": nobody has it. */
  assigneeId?: OneOf<string>;
  severity?: OneOf<Severity>;
  urgency?: OneOf<Urgency>;
  source?: OneOf<string>;
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
    isOneOf(filter.serviceId),
    hasOneOf(filter.assigneeId),
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

function isOneOf(serviceId: OneOf<string>): SQL | undefined {
  const [first, ...others] = listOf(serviceId);
  if (first === undefined) return undefined;
  return others.length === 0 ? eq(incidents.serviceId, first) : inArray(incidents.serviceId, [first, ...others]);
}

function hasOneOf(assigneeId: OneOf<string>): SQL | undefined {
  const asked = listOf(assigneeId);
  const ids = asked.filter((each) => each !== "none");
  const nobody = sql`${incidents.assigneeIds} = '{}'`;
  // The second half lets the index of assigned incidents serve, which leaves out the many that nobody has.
  const somebody = sql`(${incidents.assigneeIds} && ${`{${ids.join(",")}}`}::uuid[] and ${incidents.assigneeIds} <> '{}')`;
  return or(ids.length > 0 ? somebody : undefined, ids.length < asked.length ? nobody : undefined);
}

/** What must all be so in one condition, which one look into the index answers; what may be one of several in others. */
function facetsAre({ severity, urgency, source }: IncidentFilter): SQL | undefined {
  const sources = listOf(source).map((each) => each.slice(0, 255));
  const asked = Object.entries({ severity: listOf(severity), urgency: listOf(urgency), source: sources })
    .filter(([, values]) => values.length > 0)
    .map(([name, values]) => values.map((value) => `${name}=${value}`));
  const sure = asked.flatMap((facets) => (facets.length === 1 ? facets : []));
  return and(
    sure.length > 0 ? sql`${incidents.facets} @> ${textArray(sure)}` : undefined,
    ...asked.filter((facets) => facets.length > 1).map((facets) => sql`${incidents.facets} && ${textArray(facets)}`),
  );
}

const textArray = (texts: string[]) =>
  sql`array[${sql.join(
    texts.map((text) => sql`${text}`),
    sql`, `,
  )}]::text[]`;

function listOf<Value extends string>(values: OneOf<Value>): readonly Value[] {
  if (values === undefined) return [];
  return typeof values === "string" ? [values] : values;
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
