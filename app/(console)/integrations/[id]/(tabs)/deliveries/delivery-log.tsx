"use client";

import { useQueryStates } from "nuqs";
import { useRef } from "react";
import { Segments } from "#components/destination/segments";
import { NewAbove } from "#components/live-list/new-above";
import type { FirstPage } from "#components/live-list/use-live-list";
import { useWorking } from "#components/live-list/use-working";
import { useMay } from "#components/person-provider";
import { RowKeys } from "#components/row-keys";
import { Card } from "#components/ui/card";
import { ErrorState } from "#components/ui/error-state";
import { LoadMore } from "#components/ui/load-more";
import type { DeliveryState } from "#db/vocabulary";
import type { Delivery } from "#lib/browser/destination";
import { useDeliveryVerbs } from "../../delivery-verbs";
import { DeliveryRow } from "./delivery-row";
import { logParsers } from "./log-filters";
import { LogLoading, NoDeliveries } from "./log-states";
import { ReplayFailed } from "./replay-failed";
import { type LogOwner, useLog } from "./use-log";

const filters: { value: DeliveryState | "all"; label: string }[] = [
  { value: "all", label: "All" },
  { value: "pending", label: "Waiting" },
  { value: "delivered", label: "Delivered" },
  { value: "exhausted", label: "Failed" },
  { value: "discarded", label: "Discarded" },
];

/** Every message to an integration with how it stands; current without reloading. */
export function DeliveryLog({ destination, first }: { destination: LogOwner; first: FirstPage<Delivery> }) {
  const [{ state }, setFilters] = useQueryStates(logParsers, { history: "replace" });
  const area = useRef<HTMLDivElement>(null);
  const working = useWorking(area);
  const mayReplay = useMay("responder");
  const verbs = useDeliveryVerbs(destination.id);
  const log = useLog(destination.id, state, first, working);
  return (
    <>
      <div className="mb-3 flex flex-wrap items-center justify-between gap-2">
        <Segments
          label="State"
          segments={filters}
          chosen={state ?? "all"}
          onChoose={(value) => void setFilters({ state: value === "all" ? null : value })}
          className="max-md:basis-full"
        />
        {mayReplay && <ReplayFailed destination={destination} />}
      </div>
      <div ref={area}>
        <NewAbove count={log.waiting} onShow={log.showLatest} />
        <Card aria-label="Deliveries" aria-busy={log.isFetching}>
          {log.isPending && <LogLoading />}
          {log.isError && log.rows.length === 0 && (
            <ErrorState
              title="The deliveries could not be read"
              onRetry={() => void log.refetch()}
              retrying={log.isFetching}
            >
              {log.error.message}
            </ErrorState>
          )}
          {log.isSuccess && log.rows.length === 0 && (
            <NoDeliveries state={state} destination={destination} onClear={() => void setFilters({ state: null })} />
          )}
          <RowKeys>
            <ul aria-label="Deliveries">
              {log.rows.map((delivery) => (
                <DeliveryRow
                  key={delivery.id}
                  delivery={delivery}
                  gone={log.gone.has(delivery.id)}
                  verbs={mayReplay ? verbs : undefined}
                  isEnabled={destination.enabled}
                />
              ))}
            </ul>
          </RowKeys>
          {log.hasNextPage && (
            <LoadMore
              label="Show older deliveries"
              loading={log.isFetchingNextPage}
              onMore={() => void log.fetchNextPage()}
            />
          )}
        </Card>
      </div>
    </>
  );
}
