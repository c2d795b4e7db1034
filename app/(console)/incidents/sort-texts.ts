import type { IncidentSort, IncidentSortKey } from "#db/vocabulary";

/** What each order is called. */
export const sortTexts: Record<IncidentSort, string> = {
  "-priority": "Needs attention first",
  priority: "Needs attention last",
  "-number": "Highest number",
  number: "Lowest number",
  title: "Title, A to Z",
  "-title": "Title, Z to A",
  service: "Service, A to Z",
  "-service": "Service, Z to A",
  "-severity": "Most severe",
  severity: "Least severe",
  "-urgency": "High urgency",
  urgency: "Low urgency",
  "-alerts": "Most alerts",
  alerts: "Fewest alerts",
  assignee: "Assignee, unassigned first",
  "-assignee": "Assignee, Z to A",
  "-opened": "Newest",
  opened: "Oldest",
  "-changed": "Last updated",
  changed: "Longest without an update",
};

const fromTheStart: readonly IncidentSortKey[] = ["title", "service", "assignee"];

/** The order after a press on the head of a column: its usual one, then the other way round, then none of its own. */
export function sortAfterPress(key: IncidentSortKey, sort: IncidentSort, usual: IncidentSort): IncidentSort {
  const rising: IncidentSort = key;
  const falling: IncidentSort = `-${key}`;
  const [first, second] = fromTheStart.includes(key) ? [rising, falling] : [falling, rising];
  if (sort === first) return second;
  return sort === second ? usual : first;
}
