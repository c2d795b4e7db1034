"use client";

import { type FirstPage, useLiveList } from "#components/live-list/use-live-list";
import type { DeliveryState } from "#db/vocabulary";
import { ask } from "#lib/browser/ask";
import type { Delivery } from "#lib/browser/destination";
import type { Page } from "#lib/browser/incident";

/** The integration whose log it is. */
export type LogOwner = { id: string; name: string; enabled: boolean; hasEvents: boolean };

const perPage = 50;

/** The key of everything cached of an integration's log. */
export const logKey = (destinationId: string) => ["deliveries", destinationId] as const;

/** The deliveries in this state, newest first. */
export function useLog(
  destinationId: string,
  state: DeliveryState | null,
  first: FirstPage<Delivery>,
  working: boolean,
) {
  return useLiveList({
    cacheKey: logKey(destinationId),
    which: state ?? "all",
    topics: [`destination:${destinationId}`, "deliveries"],
    first,
    read: (cursor, signal) => readPage(destinationId, state, cursor, signal),
    working,
  });
}

function readPage(
  destinationId: string,
  state: DeliveryState | null,
  cursor: string | null,
  signal: AbortSignal,
): Promise<Page<Delivery>> {
  const asked = new URLSearchParams({ limit: String(perPage), ...(state && { state }), ...(cursor && { cursor }) });
  return ask<Page<Delivery>>(`/api/v1/destinations/${destinationId}/deliveries?${asked}`, { signal });
}
