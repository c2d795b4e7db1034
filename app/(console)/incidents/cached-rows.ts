import type { InfiniteData, QueryClient } from "@tanstack/react-query";
import type { Incident, Page } from "#lib/browser/incident";

/** The key of every cached list of incidents. */
export const incidentsKey = ["incidents"] as const;

/** Brings the rows of every cached list up to what is known. */
export function updateRows(queries: QueryClient, update: (row: Incident) => Incident): void {
  queries.setQueriesData<InfiniteData<Page<Incident>>>(
    { queryKey: incidentsKey },
    (lists) => lists && { ...lists, pages: lists.pages.map((page) => ({ ...page, data: page.data.map(update) })) },
  );
}
