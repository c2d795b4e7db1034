"use client";

import { type FirstPage, useLiveList } from "#components/live-list/use-live-list";
import { ask } from "#lib/browser/ask";
import { shownAsInBulk } from "#lib/browser/bulk-presses";
import type { Incident, Page } from "#lib/browser/incident";
import { shownAs } from "#lib/browser/presses";
import { incidentsKey } from "./cached-rows";
import { apiQueryOf, type Filters, keyOf } from "./filters";
import { useBulkPresses, usePresses } from "./use-presses";

const perPage = 100;

/** The incidents of the filters, drawn as they will be once what was pressed is done. */
export function useList(filters: Filters, first: FirstPage<Incident>, working: boolean) {
  const list = useLiveList({
    cacheKey: incidentsKey,
    which: keyOf(filters),
    topics: ["incidents"],
    first,
    read: (cursor, signal) => readPage(filters, cursor, signal),
    working,
    mayBelong: (row) => isIn(filters, row),
  });
  const presses = usePresses();
  const bulk = useBulkPresses();
  return { ...list, rows: list.rows.map((row) => shownAsInBulk(shownAs(row, presses), bulk)) };
}

/** Whether an incident as it stands may be in the tab; acting on it may move it far down. */
function isIn({ tab }: Filters, { status, snoozedUntil }: Incident): boolean {
  if (tab === "open" || tab === "mine") return status !== "resolved" && snoozedUntil === null;
  if (tab === "snoozed") return snoozedUntil !== null;
  return tab === "all" || status === "resolved";
}

function readPage(filters: Filters, cursor: string | null, signal: AbortSignal): Promise<Page<Incident>> {
  const asked = apiQueryOf(filters, Date.now());
  asked.set("limit", String(perPage));
  if (cursor) asked.set("cursor", cursor);
  return ask<Page<Incident>>(`/api/v1/incidents?${asked}`, { signal });
}
