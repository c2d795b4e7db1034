"use client";

import { useQueryStates } from "nuqs";
import type { FirstPage } from "#components/live-list/use-live-list";
import type { Incident } from "#lib/browser/incident";
import { useIncidentCounts } from "../shell/incident-counts";
import { FilterBar } from "./filter-bar";
import { filterParsers, nothingNarrowed } from "./filters";
import { IncidentTable } from "./incident-table";
import { TabBar } from "./tab-bar";

type Named = { id: string; name: string };
type Props = { first: FirstPage<Incident>; services: Named[]; people: Named[] };

/** The list of incidents below its tabs and filters, whose state is in the address. */
export function IncidentList({ first, services, people }: Props) {
  const [filters, setFilters] = useQueryStates(filterParsers, { history: "replace" });
  return (
    <>
      <TabBar
        filters={filters}
        counts={useIncidentCounts()}
        onPick={(tab) => void setFilters({ tab }, { history: "push" })}
      />
      <FilterBar filters={filters} onChange={(change) => void setFilters(change)} services={services} people={people} />
      <IncidentTable
        filters={filters}
        first={first}
        hasServices={services.length > 0}
        people={people}
        onSort={(sort) => void setFilters({ sort })}
        onClear={() => void setFilters(nothingNarrowed)}
      />
    </>
  );
}
