"use client";

import { type FirstPage, useLiveList } from "#components/live-list/use-live-list";
import type { Outcome } from "#db/vocabulary";
import { ask } from "#lib/browser/ask";
import type { Page } from "#lib/browser/incident";
import type { ReceivedRequest } from "#lib/browser/integration";

const perPage = 50;

/** The requests of an integration with this outcome, newest first. */
export function useRequests(
  integrationId: string,
  outcome: Outcome | null,
  first: FirstPage<ReceivedRequest>,
  working: boolean,
) {
  return useLiveList({
    cacheKey: requestsKey(integrationId),
    which: outcome ?? "all",
    topics: [`requests:${integrationId}`],
    first,
    read: (cursor, signal) => readPage(integrationId, outcome, cursor, signal),
    working,
  });
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
