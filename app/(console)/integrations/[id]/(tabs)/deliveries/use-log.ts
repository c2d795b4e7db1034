"use client";

import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useLive } from "#components/live-provider";
import type { DeliveryState } from "#db/vocabulary";
import { ask } from "#lib/browser/ask";
import type { Delivery } from "#lib/browser/destination";
import type { Page } from "#lib/browser/incident";
import { useSteady } from "../../../../incidents/use-steady";

/** The integration whose log it is. */
export type LogOwner = { id: string; name: string; enabled: boolean; hasEvents: boolean };
export type FirstPage = { state: DeliveryState | null; page: Page<Delivery>; readAt: number };
/** `number` is the id as rows are ordered by it. */
export type LogRow = Delivery & { number: number };

const perPage = 50;
const freshMs = 5_000;

/** The key of everything cached of an integration's log. */
export const logKey = (destinationId: string) => ["deliveries", destinationId] as const;

/** The deliveries in this state, newest first: read in pages, kept current, held still while somebody works in them. */
export function useLog(destinationId: string, state: DeliveryState | null, first: FirstPage, working: boolean) {
  const queries = useQueryClient();
  const query = useInfiniteQuery({
    queryKey: [...logKey(destinationId), state],
    queryFn: ({ pageParam, signal }) => readPage(destinationId, state, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    ...(first.state === state && {
      initialData: { pages: [first.page], pageParams: [null] },
      initialDataUpdatedAt: first.readAt,
    }),
    staleTime: freshMs,
  });
  useLive(
    [`destination:${destinationId}`, "deliveries"],
    () => void queries.invalidateQueries({ queryKey: logKey(destinationId) }),
  );
  const pages = query.data?.pages ?? noPages;
  const latest = pages.flatMap((page) => page.data.map((row) => ({ ...row, number: Number(row.id) })));
  return { ...query, ...useSteady(state, pages, latest, working) };
}

const noPages: Page<Delivery>[] = [];

function readPage(
  destinationId: string,
  state: DeliveryState | null,
  cursor: string | null,
  signal: AbortSignal,
): Promise<Page<Delivery>> {
  const asked = new URLSearchParams({ limit: String(perPage), ...(state && { state }), ...(cursor && { cursor }) });
  return ask<Page<Delivery>>(`/api/v1/destinations/${destinationId}/deliveries?${asked}`, { signal });
}
