"use client";

import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useLive } from "#components/live-provider";
import type { Outcome } from "#db/vocabulary";
import { ask } from "#lib/browser/ask";
import type { Page } from "#lib/browser/incident";
import type { ReceivedRequest } from "#lib/browser/integration";

export type FirstPage = { outcome: Outcome | null; page: Page<ReceivedRequest>; readAt: number };

const perPage = 50;

/**
 * The requests of an integration, newest first, current without reloading. While somebody works in the log, new ones wait
 * above it and are only counted.
 */
export function useRequests(integrationId: string, outcome: Outcome | null, first: FirstPage, working: boolean) {
  const queries = useQueryClient();
  const key = requestsKey(integrationId);
  const query = useInfiniteQuery({
    queryKey: [...key, outcome],
    queryFn: ({ pageParam, signal }) => readPage(integrationId, outcome, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    ...(first.outcome === outcome && {
      initialData: { pages: [first.page], pageParams: [null] },
      initialDataUpdatedAt: first.readAt,
    }),
  });
  useLive([`requests:${integrationId}`], () => void queries.invalidateQueries({ queryKey: key }));
  const latest = query.data?.pages.flatMap((page) => page.data) ?? [];
  return { ...query, ...useHeld(outcome, latest, working) };
}

/** The key of every cached list of the integration's requests. */
export const requestsKey = (integrationId: string) => ["requests", integrationId] as const;

function readPage(
  integrationId: string,
  outcome: Outcome | null,
  cursor: string | null,
  signal: AbortSignal,
): Promise<Page<ReceivedRequest>> {
  const asked = new URLSearchParams({ limit: String(perPage), ...(outcome && { outcome }), ...(cursor && { cursor }) });
  return ask<Page<ReceivedRequest>>(`/api/v1/integrations/${integrationId}/requests?${asked}`, { signal });
}

function useHeld(outcome: Outcome | null, latest: ReceivedRequest[], working: boolean) {
  const newest = latest[0]?.id ?? null;
  const [held, setHeld] = useState({ outcome, top: newest });
  const mayMove = !working || held.outcome !== outcome || held.top === null;
  if (mayMove && (held.top !== newest || held.outcome !== outcome)) setHeld({ outcome, top: newest });
  const at = mayMove ? 0 : latest.findIndex((request) => request.id === held.top);
  const waiting = Math.max(at, 0);
  return { rows: latest.slice(waiting), waiting, showLatest: () => setHeld({ outcome, top: newest }) };
}
