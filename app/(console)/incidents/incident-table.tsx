"use client";

import { useRef } from "react";
import { NewAbove } from "#components/live-list/new-above";
import { useCursor } from "#components/live-list/use-cursor";
import type { FirstPage } from "#components/live-list/use-live-list";
import { useWorking } from "#components/live-list/use-working";
import { Card } from "#components/ui/card";
import { LoadMore } from "#components/ui/load-more";
import { useGo } from "#components/use-go";
import type { IncidentSort } from "#db/vocabulary";
import { incidentAddress } from "#lib/browser/addresses";
import type { Incident } from "#lib/browser/incident";
import { BulkBar } from "./bulk-bar";
import { BulkMarks } from "./bulk-marks";
import { type Filters, keyOf } from "./filters";
import { IncidentRow } from "./incident-row";
import { IncidentRows } from "./incident-rows";
import { ListDialogs } from "./list-dialogs";
import { ListHead } from "./list-head";
import { WhyNothing } from "./list-states";
import { SelectAll } from "./select-all";
import { useList } from "./use-list";
import { useListKeys } from "./use-list-keys";
import { useListVerbs } from "./use-list-verbs";
import { type RowActions, useRowActions } from "./use-row-actions";
import { type Selection, useSelection } from "./use-selection";

type Props = {
  filters: Filters;
  first: FirstPage<Incident>;
  hasServices: boolean;
  people: { id: string; name: string }[];
  onSort: (sort: IncidentSort) => void;
  onClear: () => void;
};

/** The rows of the list: current without reloading, selected and answered by hand or by keys. */
export function IncidentTable({ filters, first, people, onSort, ...rest }: Props) {
  const area = useRef<HTMLDivElement>(null);
  const list = useList(filters, first, useWorking(area));
  const selection = useSelection(keyOf(filters), list.rows);
  const actions = useRowActions(list.rows, selection);
  const cursor = useCursor(area, keyOf(filters), list.rows);
  const open = useOpening(list.rows);
  useListVerbs(list.rows[cursor.at], selection, actions);
  useListKeys(cursor, { ...actions, open, clear: selection.clear });
  return (
    <div ref={area}>
      <BulkMarks />
      <NewAbove count={list.waiting} onShow={list.showLatest} />
      <Card aria-label="Incidents" aria-busy={list.isFetching} className="overflow-clip">
        {list.rows.length > 0 && (
          <ListHead
            shown={list.rows.length}
            selection={selection}
            mayAct={actions.mayAct}
            sort={filters.sort}
            onSort={onSort}
          />
        )}
        {list.rows.length === 0 && <WhyNothing list={list} filters={filters} {...rest} />}
        <Rows list={list} selection={selection} actions={actions} cursor={cursor} />
        {list.hasNextPage && (
          <LoadMore
            label="Show more incidents"
            loading={list.isFetchingNextPage}
            onMore={() => void list.fetchNextPage()}
          />
        )}
      </Card>
      <BulkBar selection={selection} actions={actions}>
        <SelectAll filters={filters} selection={selection} shown={list.rows.length} />
      </BulkBar>
      <ListDialogs actions={actions} people={people} />
    </div>
  );
}

function useOpening(rows: Incident[]) {
  const { go } = useGo();
  return (id: string) => {
    const row = rows.find((each) => each.id === id);
    if (row) void go(incidentAddress(row.number));
  };
}

type RowsProps = {
  list: ReturnType<typeof useList>;
  selection: Selection;
  actions: RowActions;
  cursor: { id: string | undefined; at: number };
};

function Rows({ list, selection, actions, cursor }: RowsProps) {
  return (
    <IncidentRows incidents={list.rows} cursorAt={cursor.at}>
      {(incident) => (
        <IncidentRow
          key={incident.id}
          incident={incident}
          gone={list.gone.has(incident.id)}
          isCursor={incident.id === cursor.id}
          mayAct={actions.mayAct}
          selected={selection.has(incident.id) || selection.fitting !== undefined}
          onSelect={(on, range) => selection.set(incident.id, on, range)}
          onAcknowledge={() => actions.acknowledgeOne(incident)}
          onResolve={() => actions.resolveOne(incident)}
        />
      )}
    </IncidentRows>
  );
}
