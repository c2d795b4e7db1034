import { createSerializer, type inferParserType, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { severities, urgencies } from "#db/vocabulary";

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

/** The filters of the list as its address holds them. */
export const filterParsers = {
  tab: parseAsStringLiteral(tabs).withDefault("open"),
  service: parseAsString,
  severity: parseAsStringLiteral(severities),
  urgency: parseAsStringLiteral(urgencies),
  assignee: parseAsString,
  source: parseAsString,
  opened: parseAsStringLiteral(windows),
  q: parseAsString,
};

export type Filters = inferParserType<typeof filterParsers>;

export const addressOf = createSerializer(filterParsers);

/** The filters as the API's query string says them. Mine is what is open and assigned to me. */
export function apiQueryOf(filters: Filters, now: number): URLSearchParams {
  const asked = {
    status: filters.tab === "mine" ? "open" : filters.tab,
    assigneeId: filters.tab === "mine" ? "me" : filters.assignee,
    serviceId: filters.service,
    severity: filters.severity,
    urgency: filters.urgency,
    source: filters.source,
    q: filters.q,
    since: filters.opened && startOf(filters.opened, now).toISOString(),
  };
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(asked)) if (value) query.set(name, value);
  return query;
}

/** When the window of time began. */
export function startOf(window: (typeof windows)[number], now: number): Date {
  return new Date(now - windowHours[window] * 3_600_000);
}

/** How many filters narrow the list, besides the tab and the search. */
export function narrowingOf({ service, severity, urgency, assignee, source, opened }: Filters): number {
  return [service, severity, urgency, assignee, source, opened].filter(Boolean).length;
}

/** One text for one set of filters. */
export function keyOf(filters: Filters): string {
  return addressOf(filters) || "?";
}
