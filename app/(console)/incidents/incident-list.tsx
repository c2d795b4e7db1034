"use client";

import { useQueryStates } from "nuqs";
import { useRef, useState } from "react";
import { useMay } from "#components/person-provider";
import { Card } from "#components/ui/card";
import { ErrorState } from "#components/ui/error-state";
import { LoadMore } from "#components/ui/load-more";
import type { Incident } from "#lib/browser/incident";
import { useIncidentCounts } from "../shell/incident-counts";
import { BulkBar } from "./bulk-bar";
import { FilterBar } from "./filter-bar";
import { type Filters, filterParsers, narrowingOf } from "./filters";
import { IncidentRow } from "./incident-row";
import { IncidentRows } from "./incident-rows";
import { useIncidentVerbs } from "./incident-verbs";
import { ListHead } from "./list-head";
import { IncidentsLoading, NoIncidents } from "./list-states";
import { SnoozeDialog } from "./snooze-dialog";
import { TabBar } from "./tab-bar";
import { type FirstPage, useList } from "./use-list";
import { useListKeys } from "./use-list-keys";
import { useSelection } from "./use-selection";
import { useWorking } from "./use-working";

type Named = { id: string; name: string };
type Props = { first: FirstPage; services: Named[]; people: Named[] };

const nothingNarrowed: Partial<Filters> = { service: null, severity: null, urgency: null, assignee: null, source: null, opened: null, q: null };

/** The list of incidents: tabs, filters, rows, selection, keys; current without reloading. */
export function IncidentList({ first, services, people }: Props) {
  const [filters, setFilters] = useQueryStates(filterParsers, { history: "replace" });
  const area = useRef<HTMLDivElement>(null);
  const search = useRef<HTMLInputElement>(null);
  const working = useWorking(area);
  const [snoozing, setSnoozing] = useState<Incident[]>([]);
  const mayAct = useMay("responder");
  const mayConfigure = useMay("admin");
  const verbs = useIncidentVerbs();
  const list = useList(filters, first, working);
  const selection = useSelection(list.rows);

  function meant(id: string | undefined): Incident[] {
    if (!mayAct) return [];
    return selection.selected.length > 0 ? selection.selected : list.rows.filter((row) => row.id === id);
  }
  function act(verb: (incidents: Incident[]) => void, incidents: Incident[]) {
    verb(incidents);
    selection.clear();
  }
  useListKeys(area, {
    select: (id) => mayAct && selection.set(id, !selection.has(id), false),
    acknowledge: (id) => act(verbs.acknowledge, meant(id).filter(isTriggered)),
    resolve: (id) => act(verbs.resolve, meant(id).filter(isOpen)),
    snooze: (id) => setSnoozing(meant(id).filter(isOpen)),
    clear: selection.clear,
  });

  const narrowed = narrowingOf(filters) > 0 || Boolean(filters.q);
  return (
    <div ref={area}>
      <TabBar filters={filters} counts={useIncidentCounts()} onPick={(tab) => void setFilters({ tab }, { history: "push" })} />
      <FilterBar filters={filters} onChange={(change) => void setFilters(change)} services={services} people={people} searchRef={search} />
      {list.waiting > 0 && <NewAbove count={list.waiting} onShow={list.showLatest} />}
      <Card aria-label="Incidents" aria-busy={list.isFetching} className="overflow-clip">
        {list.rows.length > 0 && <ListHead rows={list.rows} selection={selection} mayAct={mayAct} />}
        {list.isPending && <IncidentsLoading />}
        {list.isError && list.rows.length === 0 && (
          <ErrorState title="The incidents could not be read" onRetry={() => void list.refetch()} retrying={list.isFetching}>
            {list.error.message}
          </ErrorState>
        )}
        {list.isSuccess && list.rows.length === 0 && (
          <NoIncidents tab={filters.tab} narrowed={narrowed} hasServices={services.length > 0} mayConfigure={mayConfigure} onClear={() => void setFilters(nothingNarrowed)} />
        )}
        <IncidentRows incidents={list.rows}>
          {(incident) => (
            <IncidentRow
              key={incident.id}
              incident={incident}
              gone={list.gone.has(incident.id)}
              mayAct={mayAct}
              selected={selection.has(incident.id)}
              onSelect={(on, range) => selection.set(incident.id, on, range)}
              onAcknowledge={() => void verbs.acknowledge([incident])}
              onResolve={() => void verbs.resolve([incident])}
            />
          )}
        </IncidentRows>
        {list.hasNextPage && <LoadMore label="Show older incidents" loading={list.isFetchingNextPage} onMore={() => void list.fetchNextPage()} />}
      </Card>
      <BulkBar
        selected={selection.selected}
        onAcknowledge={() => act(verbs.acknowledge, selection.selected.filter(isTriggered))}
        onResolve={() => act(verbs.resolve, selection.selected.filter(isOpen))}
        onClear={selection.clear}
      />
      <SnoozeDialog
        open={snoozing.length > 0}
        onOpenChange={(open) => !open && setSnoozing([])}
        title={snoozing.length === 1 ? `Snooze #${snoozing[0]?.number}` : `Snooze ${snoozing.length} incidents`}
        onSnooze={(choice) => {
          for (const incident of snoozing) void verbs.snooze(incident, choice);
          selection.clear();
        }}
      />
    </div>
  );
}

function NewAbove({ count, onShow }: { count: number; onShow: () => void }) {
  return (
    <div className="sticky top-15 z-20 flex h-0 justify-center" role="status">
      <button type="button" onClick={onShow} className="touch -mt-1 flex h-7 items-center rounded-full border border-accent-text bg-raised px-3 font-medium text-accent-text text-xs shadow-raised">
        {count} new · show
      </button>
    </div>
  );
}

const isTriggered = (incident: Incident) => incident.status === "triggered";
const isOpen = (incident: Incident) => incident.status !== "resolved";
