"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext } from "react";
import { useLive } from "#components/live-provider";
import { ask } from "#lib/browser/ask";

/** Each stops at 1000: show it with `countText`. */
export type Counts = { open: number; mine: number; snoozed: number };

const CountsContext = createContext<Counts>({ open: 0, mine: 0, snoozed: 0 });
const countsKey = ["incident-counts"];

/** Keeps the counts of incidents current, for the sidebar, the tabs, the title and the favicon. */
export function IncidentCounts({ initial, children }: { initial: Counts; children: ReactNode }) {
  const queries = useQueryClient();
  const { data } = useQuery({
    queryKey: countsKey,
    queryFn: ({ signal }) => ask<Counts>("/api/v1/incidents/counts", { signal }),
    initialData: initial,
  });
  useLive(["incidents"], () => void queries.invalidateQueries({ queryKey: countsKey }));
  return <CountsContext value={data}>{children}</CountsContext>;
}

export function useIncidentCounts(): Counts {
  return useContext(CountsContext);
}

/** A count that stopped counting at 1000 says so. */
export function countText(count: number): string {
  return count >= 1000 ? "1000+" : String(count);
}
