"use client";

import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import type { Row } from "#components/live-list/steady-rows";
import { useSteady } from "#components/live-list/use-steady";
import { useLive } from "#components/live-provider";
import type { Page } from "#lib/browser/incident";

const freshMs = 5_000;

/** The first page, drawn by the server, and which list it is of. */
export type FirstPage<R> = { which: string; page: Page<R>; readAt: number };

type Asked<R extends Row> = {
  /** The key of everything cached of its kind; a change makes all of it stale. */
  cacheKey: readonly string[];
  /** Its filters as one text. */
  which: string;
  /** What it is told of live. */
  topics: string[];
  first: FirstPage<R>;
  read: (cursor: string | null, signal: AbortSignal) => Promise<Page<R>>;
  /** Whether somebody works in it now. */
  working: boolean;
  /** Whether a row that is not among those read may still belong here; for lists in which rows move. */
  mayBelong?: (row: R) => boolean;
};

/** A list that is read in pages, kept current without reloading, and held still while somebody works in it. */
export function useLiveList<R extends Row>({ cacheKey, which, topics, first, read, working, mayBelong }: Asked<R>) {
  const queries = useQueryClient();
  const query = useInfiniteQuery({
    queryKey: [...cacheKey, which],
    queryFn: ({ pageParam, signal }) => read(pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    ...(first.which === which && {
      initialData: { pages: [first.page], pageParams: [null] },
      initialDataUpdatedAt: first.readAt,
    }),
    staleTime: freshMs,
  });
  useLive(topics, () => void queries.invalidateQueries({ queryKey: cacheKey }));
  const pages: Page<R>[] = query.data?.pages ?? noPages;
  const latest = { rows: eachOnce(pages), hasMore: query.hasNextPage, ...(mayBelong && { mayBelong }) };
  return { ...query, ...useSteady(which, pages, latest, working) };
}

const noPages: Page<never>[] = [];

/** The rows of all pages. One that moved while they were read, one after another, may be in two. */
function eachOnce<R extends Row>(pages: Page<R>[]): R[] {
  return [...new Map(pages.flatMap((page) => page.data).map((row) => [row.id, row])).values()];
}
