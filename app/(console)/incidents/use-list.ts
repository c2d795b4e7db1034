"use client";

import { type FirstPage, useLiveList } from "#components/live-list/use-live-list";
import { ask } from "#lib/browser/ask";
import type { Incident, Page } from "#lib/browser/incident";
import { shownAs } from "#lib/browser/presses";
import { incidentsKey } from "./cached-rows";
import { apiQueryOf, type Filters, keyOf } from "./filters";
import { usePresses } from "./use-presses";

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
  });
  const presses = usePresses();
  return { ...list, rows: list.rows.map((row) => shownAs(row, presses)) };
}

function readPage(filters: Filters, cursor: string | null, signal: AbortSignal): Promise<Page<Incident>> {
  const asked = apiQueryOf(filters, Date.now());
  asked.set("limit", String(perPage));
  if (cursor) asked.set("cursor", cursor);
  return ask<Page<Incident>>(`/api/v1/incidents?${asked}`, { signal });
}
