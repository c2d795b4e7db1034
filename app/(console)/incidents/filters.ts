import {
  createSerializer,
  type inferParserType,
  parseAsArrayOf,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server";
import { type IncidentSort, incidentSorts, severities, urgencies } from "#db/vocabulary";
import type { ApiFilter } from "#lib/browser/incident";

export const tabs = ["open", "mine", "snoozed", "resolved", "all"] as const;
export type Tab = (typeof tabs)[number];
export const tabTexts: Record<Tab, string> = {
  open: "Open",
  mine: "Mine",
  snoozed: "Snoozed",
  resolved: "Resolved",
  all: "All",
};

export const windows = ["1h", "24h", "7d", "30d"] as const;
export const windowTexts: Record<(typeof windows)[number], string> = {
  "1h": "Last hour",
  "24h": "Last 24 hours",
  "7d": "Last 7 days",
  "30d": "Last 30 days",
};
const windowHours: Record<(typeof windows)[number], number> = { "1h": 1, "24h": 24, "7d": 168, "30d": 720 };

/** Triggered first, high before low, then the newest. */
export const usualSort: IncidentSort = "-priority";

/** The filters of the list as its address holds them. */
export const filterParsers = {
  tab: parseAsStringLiteral(tabs).withDefault("open"),
  service: parseAsArrayOf(parseAsString).withDefault([]),
  severity: parseAsArrayOf(parseAsStringLiteral(severities)).withDefault([]),
  urgency: parseAsArrayOf(parseAsStringLiteral(urgencies)).withDefault([]),
  assignee: parseAsArrayOf(parseAsString).withDefault([]),
  source: parseAsArrayOf(parseAsString).withDefault([]),
  opened: parseAsStringLiteral(windows),
  q: parseAsString,
  sort: parseAsStringLiteral(incidentSorts).withDefault(usualSort),
};

export type Filters = inferParserType<typeof filterParsers>;
/** What becomes of some of the filters; null is as usual. */
export type FilterChange = { [Name in keyof Filters]?: Filters[Name] | null };

/** Clears what narrows the list; its tab and its order stay. */
export const nothingNarrowed: FilterChange = {
  ...{ service: null, severity: null, urgency: null, assignee: null, source: null },
  ...{ opened: null, q: null },
};

export const addressOf = createSerializer(filterParsers);

/** The filters as the API takes them. Mine is what is open and assigned to me. */
export function apiFilterOf(filters: Filters, now: number): ApiFilter {
  const isMine = filters.tab === "mine";
  return {
    status: filters.tab === "mine" ? "open" : filters.tab,
    assigneeId: isMine ? ["me"] : filters.assignee,
    serviceId: filters.service,
    severity: filters.severity,
    urgency: filters.urgency,
    source: filters.source,
    ...(filters.q && { q: filters.q }),
    ...(filters.opened && { since: startOf(filters.opened, now).toISOString() }),
  };
}

/** The same as a query string, with the order. */
export function apiQueryOf(filters: Filters, now: number): URLSearchParams {
  const query = queryOf(apiFilterOf(filters, now));
  query.set("sort", filters.sort);
  return query;
}

/** A filter of the API as a query string. */
export function queryOf(filter: ApiFilter): URLSearchParams {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filter))
    for (const each of Array.isArray(value) ? value : [value]) query.append(name, each);
  return query;
}

/** When the window of time began. */
export function startOf(window: (typeof windows)[number], now: number): Date {
  return new Date(now - windowHours[window] * 3_600_000);
}

/** How many filters narrow the list, besides the tab and the search. */
export function narrowingOf({ service, severity, urgency, assignee, source, opened }: Filters): number {
  const several = [service, severity, urgency, assignee, source].filter((values) => values.length > 0);
  return several.length + (opened ? 1 : 0);
}

/** One text for one set of filters. */
export function keyOf(filters: Filters): string {
  return addressOf(filters) || "?";
}
