import { and } from "drizzle-orm";
import { isUuid } from "#db/id";
import { type IncidentFilter, whereOf } from "#db/queries/incident-filters";
import { idsOfIncidents } from "#db/queries/incidents";
import type { By } from "#lib/change/change";
import { changeIncidents, type IncidentChange } from "#lib/incidents/change-incidents";
import { Refusal } from "#lib/refusal";

/** The incidents with these ids, or all that fit a filter. */
export type Chosen = { ids: string[] } | { filter: IncidentFilter };

export type ManyVerdict = {
  changedCount: number;
  changed: string[];
  /** They had been so already, or do not exist. */
  unchanged: string[];
  /** More that fit the filter could be changed: call again. */
  hasMore: boolean;
};

const mostIds = 500;
const perTransaction = 500;
/** As many as fit a filter are changed by one call. */
export const mostThatFit = 5_000;

/** Makes `change` in up to 500 incidents, all in one transaction; or in up to 5,000 that fit a filter, 500 in each. */
export async function changeMany(chosen: Chosen, change: IncidentChange, by: By): Promise<ManyVerdict> {
  if ("filter" in chosen) return changeFitting(chosen.filter, change, by);
  const asked = [...new Set(chosen.ids.map((id) => id.toLowerCase()))];
  if (asked.length > mostIds)
    throw new Refusal("invalid", `At most ${mostIds} incidents can be changed at once; ${asked.length} were given.`);
  return verdictOf(asked, await changeIncidents(asked.filter(isUuid), change, by), false);
}

async function changeFitting(filter: IncidentFilter, change: IncidentChange, by: By): Promise<ManyVerdict> {
  // Asked again at the change: between the look and it somebody may act on one, which then fits no more.
  const when = and(change.when, whereOf(filter));
  const found = await idsOfIncidents(when, mostThatFit + 1);
  const asked = found.slice(0, mostThatFit);
  const changed: string[] = [];
  for (let at = 0; at < asked.length; at += perTransaction)
    changed.push(...(await changeIncidents(asked.slice(at, at + perTransaction), { ...change, when }, by)));
  return verdictOf(asked, changed, found.length > asked.length);
}

function verdictOf(asked: string[], changed: string[], hasMore: boolean): ManyVerdict {
  const isChanged = new Set(changed);
  return { changedCount: changed.length, changed, unchanged: asked.filter((id) => !isChanged.has(id)), hasMore };
}
