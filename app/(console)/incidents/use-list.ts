"use client";

import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useLive } from "#components/live-provider";
import { ask } from "#lib/browser/ask";
import type { Incident, Page } from "#lib/browser/incident";
import { shownAs } from "#lib/browser/presses";
import { incidentsKey } from "./cached-rows";
import { apiQueryOf, type Filters, keyOf } from "./filters";
import { usePresses } from "./use-presses";
import { useSteady } from "./use-steady";

const perPage = 100;
const freshMs = 5_000;

export type FirstPage = { key: string; page: Page<Incident>; readAt: number };

/** The incidents of the filters: read in pages, kept current, held still while somebody works in them. */
export function useList(filters: Filters, first: FirstPage, working: boolean) {
  const queries = useQueryClient();
  const key = keyOf(filters);
  const query = useInfiniteQuery({
    queryKey: [...incidentsKey, key],
    queryFn: ({ pageParam, signal }) => readPage(filters, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    ...(first.key === key && {
      initialData: { pages: [first.page], pageParams: [null] },
      initialDataUpdatedAt: first.readAt,
    }),
    staleTime: freshMs,
  });
  useLive(["incidents"], () => void queries.invalidateQueries({ queryKey: incidentsKey }));
  const pages = query.data?.pages ?? noPages;
  const latest = pages.flatMap((page) => page.data);
  const steady = useSteady(key, pages, latest, working);
  const presses = usePresses();
  return { ...query, ...steady, rows: steady.rows.map((row) => shownAs(row, presses)) };
}

const noPages: Page<Incident>[] = [];

function readPage(filters: Filters, cursor: string | null, signal: AbortSignal): Promise<Page<Incident>> {
  const asked = apiQueryOf(filters, Date.now());
  asked.set("limit", String(perPage));
  if (cursor) asked.set("cursor", cursor);
  return ask<Page<Incident>>(`/api/v1/incidents?${asked}`, { signal });
}
