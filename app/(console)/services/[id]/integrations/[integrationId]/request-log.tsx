"use client";

import { Inbox, SearchX } from "lucide-react";
import Link from "next/link";
import { useQueryStates } from "nuqs";
import { useRef } from "react";
import { twMerge } from "tailwind-merge";
import { outcomeTexts } from "#components/integration/outcome";
import { NewAbove } from "#components/live-list/new-above";
import type { FirstPage } from "#components/live-list/use-live-list";
import { useWorking } from "#components/live-list/use-working";
import { RowKeys } from "#components/row-keys";
import { Button, buttonClass } from "#components/ui/button";
import { Card } from "#components/ui/card";
import { EmptyState } from "#components/ui/empty-state";
import { ErrorState } from "#components/ui/error-state";
import { LoadMore } from "#components/ui/load-more";
import { type Outcome, outcomes } from "#db/vocabulary";
import type { ReceivedRequest } from "#lib/browser/integration";
import { type IntegrationPlace, setupAt } from "../../../addresses";
import { logParsers } from "./log-parsers";
import { RequestsLoading } from "./log-states";
import { columns, RequestRow } from "./request-row";
import { useRequests } from "./use-requests";

/** The last requests as a log: whether they arrive, what became of each, and why. */
export function RequestLog({ place, first }: { place: IntegrationPlace; first: FirstPage<ReceivedRequest> }) {
  const [{ outcome }, setAsked] = useQueryStates(logParsers, { history: "replace" });
  const area = useRef<HTMLDivElement>(null);
  const log = useRequests(place.id, outcome, first, useWorking(area));
  return (
    <div ref={area}>
      <OutcomeFilter outcome={outcome} onPick={(picked) => void setAsked({ outcome: picked })} />
      <NewAbove count={log.waiting} onShow={log.showLatest} />
      <Card aria-label="Requests" aria-busy={log.isFetching}>
        {log.rows.length > 0 && <LogHead />}
        {log.isPending && <RequestsLoading />}
        {log.isError && log.rows.length === 0 && (
          <ErrorState
            title="The requests could not be read"
            onRetry={() => void log.refetch()}
            retrying={log.isFetching}
          >
            {log.error.message}
          </ErrorState>
        )}
        {log.isSuccess && log.rows.length === 0 && (
          <NoRequests place={place} outcome={outcome} onClear={() => void setAsked({ outcome: null })} />
        )}
        <RowKeys>
          <ul aria-label="Requests">
            {log.rows.map((request) => (
              <RequestRow key={request.id} place={place} request={request} />
            ))}
          </ul>
        </RowKeys>
        {log.hasNextPage && (
          <LoadMore
            label="Show older requests"
            loading={log.isFetchingNextPage}
            onMore={() => void log.fetchNextPage()}
          />
        )}
      </Card>
    </div>
  );
}

function OutcomeFilter({ outcome, onPick }: { outcome: Outcome | null; onPick: (outcome: Outcome | null) => void }) {
  const choices: [Outcome | null, string][] = [
    [null, "All"],
    ...outcomes.map((each): [Outcome, string] => [each, outcomeTexts[each]]),
  ];
  return (
    <fieldset className="mb-3 flex flex-wrap gap-1.5">
      <legend className="sr-only">Outcome</legend>
      {choices.map(([each, text]) => (
        <button
          key={text}
          type="button"
          aria-pressed={each === outcome}
          onClick={() => onPick(each)}
          className={twMerge(
            buttonClass({ size: "small" }),
            "aria-pressed:border-accent-text aria-pressed:bg-accent-soft aria-pressed:text-accent-text",
          )}
        >
          {text}
        </button>
      ))}
    </fieldset>
  );
}

function LogHead() {
  return (
    <div aria-hidden className={`hidden h-9 border-b px-4 font-medium text-muted text-xs ${columns}`}>
      <span>Received</span>
      <span>Outcome</span>
      <span className="text-right">Status</span>
      <span>What it said</span>
      <span>Incident</span>
      <span className="text-right">Took</span>
    </div>
  );
}

function NoRequests({
  place,
  outcome,
  onClear,
}: {
  place: IntegrationPlace;
  outcome: Outcome | null;
  onClear: () => void;
}) {
  if (outcome) {
    return (
      <EmptyState
        icon={<SearchX />}
        title={`No request was ${outcome === "test" ? "a test" : outcome}`}
        action={<Button onClick={onClear}>Show all outcomes</Button>}
      >
        Requests are kept for a while and then dropped, the oldest first.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={<Inbox />}
      title="Nothing has arrived yet"
      action={
        <Button asChild variant="primary">
          <Link href={setupAt(place)}>Show the setup steps</Link>
        </Button>
      }
    >
      Every request to this integration appears here by itself, the refused ones too, with what became of it.
    </EmptyState>
  );
}
