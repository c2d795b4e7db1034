"use client";

import { useQuery } from "@tanstack/react-query";
import { ask } from "#lib/browser/ask";
import type { ApiFilter } from "#lib/browser/incident";
import { count } from "#lib/format";
import { apiFilterOf, type Filters, keyOf, queryOf } from "./filters";
import type { Selection } from "./use-selection";

/** When all rows that are shown are selected: the way to all that fit, with their number. */
export function SelectAll({ filters, selection, shown }: { filters: Filters; selection: Selection; shown: number }) {
  const isWholePage = selection.selected.length === shown;
  const { data } = useCount(filters, isWholePage && !selection.fitting);
  if (!isWholePage || selection.fitting || !data || data.count <= shown) return null;
  return (
    <button
      type="button"
      onClick={() => selection.allThatFit({ filter: { ...data.filter, until: data.until }, count: data.count })}
      className="touch h-7 whitespace-nowrap rounded-sm px-1 font-medium text-accent-text text-sm hover:underline"
    >
      Select all {countText(data.count)} that match
    </button>
  );
}

/** Counting stops at 5000. */
export const countText = (number: number) => (number >= 5_000 ? "5,000+" : count(number));

function useCount(filters: Filters, enabled: boolean) {
  return useQuery({
    queryKey: ["incident-count", keyOf(filters)],
    queryFn: ({ signal }) => countThat(apiFilterOf(filters, Date.now()), signal),
    enabled,
    staleTime: 0,
  });
}

async function countThat(filter: ApiFilter, signal: AbortSignal) {
  const counted = await ask<{ count: number; until: string }>(`/api/v1/incidents/count?${queryOf(filter)}`, { signal });
  return { filter, ...counted };
}
