"use client";

import { useRef } from "react";
import { NewAbove } from "#components/live-list/new-above";
import type { FirstPage } from "#components/live-list/use-live-list";
import { useWorking } from "#components/live-list/use-working";
import { Card } from "#components/ui/card";
import { LoadMore } from "#components/ui/load-more";
import type { Incident } from "#lib/browser/incident";
import { BulkBar } from "./bulk-bar";
import type { Filters } from "./filters";
import { IncidentRow } from "./incident-row";
import { IncidentRows } from "./incident-rows";
import { ListHead } from "./list-head";
import { WhyNothing } from "./list-states";
import { SnoozeDialog } from "./snooze-dialog";
import { useList } from "./use-list";
import { useListKeys } from "./use-list-keys";
import { useRowActions } from "./use-row-actions";
import { useSelection } from "./use-selection";

type Props = { filters: Filters; first: FirstPage<Incident>; hasServices: boolean; onClear: () => void };

/** The rows of the list: current without reloading, selected and answered by hand or by keys. */
export function IncidentTable({ filters, first, hasServices, onClear }: Props) {
  const area = useRef<HTMLDivElement>(null);
  const list = useList(filters, first, useWorking(area));
  const selection = useSelection(list.rows);
  const actions = useRowActions(list.rows, selection);
  useListKeys(area, { ...actions, snooze: actions.askToSnooze, clear: selection.clear });
  return (
    <div ref={area}>
      <NewAbove count={list.waiting} onShow={list.showLatest} />
      <Card aria-label="Incidents" aria-busy={list.isFetching} className="overflow-clip">
        {list.rows.length > 0 && <ListHead rows={list.rows} selection={selection} mayAct={actions.mayAct} />}
        {list.rows.length === 0 && (
          <WhyNothing list={list} filters={filters} hasServices={hasServices} onClear={onClear} />
        )}
        <IncidentRows incidents={list.rows}>
          {(incident) => (
            <IncidentRow
              key={incident.id}
              incident={incident}
              gone={list.gone.has(incident.id)}
              mayAct={actions.mayAct}
              selected={selection.has(incident.id)}
              onSelect={(on, range) => selection.set(incident.id, on, range)}
              onAcknowledge={() => actions.acknowledgeOne(incident)}
              onResolve={() => actions.resolveOne(incident)}
            />
          )}
        </IncidentRows>
        {list.hasNextPage && (
          <LoadMore
            label="Show older incidents"
            loading={list.isFetchingNextPage}
            onMore={() => void list.fetchNextPage()}
          />
        )}
      </Card>
      <BulkBar
        selected={selection.selected}
        onAcknowledge={() => actions.acknowledge()}
        onResolve={() => actions.resolve()}
        onClear={selection.clear}
      />
      <SnoozeDialog
        open={actions.snoozing.length > 0}
        onOpenChange={(open) => !open && actions.stopSnoozing()}
        title={titleOf(actions.snoozing)}
        onSnooze={actions.snooze}
      />
    </div>
  );
}

function titleOf(snoozing: { number: number }[]): string {
  return snoozing.length === 1 ? `Snooze #${snoozing[0]?.number}` : `Snooze ${snoozing.length} incidents`;
}
