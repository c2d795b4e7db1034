import type { Metadata } from "next";
import { createLoader, type SearchParams } from "nuqs/server";
import { PageHeader } from "#components/ui/page-header";
import { isUuid } from "#db/id";
import type { IncidentFilter } from "#db/queries/incident-filters";
import { assignablePeople } from "#db/queries/people-pickers";
import { serviceNames } from "#db/queries/services";
import { permit } from "#lib/auth/permit";
import { jsoned } from "#lib/browser/incident";
import { listFor } from "#lib/incidents/list-for";
import { apiFilterOf, type Filters, filterParsers, keyOf } from "./filters";
import { IncidentList } from "./incident-list";

export const metadata: Metadata = { title: "Incidents" };

const loadFilters = createLoader(filterParsers);
const perPage = 100;

export default async function IncidentsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const person = await permit("observer");
  const filters = await loadFilters(searchParams);
  const readAt = Date.now();
  const [page, services, people] = await Promise.all([
    listFor(person.role, filterFor(filters, person.id, readAt), { limit: perPage, sort: filters.sort }),
    serviceNames(),
    assignablePeople(),
  ]);
  return (
    <>
      <div className="max-md:sr-only">
        <PageHeader title="Incidents" />
      </div>
      <IncidentList first={{ which: keyOf(filters), page: jsoned(page), readAt }} services={services} people={people} />
    </>
  );
}

// Ids in an address may be anything; one that is none narrows nothing here, and the API says so when it is asked.
function filterFor(filters: Filters, me: string, now: number): IncidentFilter {
  const { status, assigneeId, serviceId, since, ...rest } = apiFilterOf(filters, now);
  return {
    ...rest,
    status,
    assigneeId: assigneeId.map((each) => (each === "me" ? me : each)).filter((each) => each === "none" || isUuid(each)),
    serviceId: serviceId.filter(isUuid),
    since: since ? new Date(since) : undefined,
    until: undefined,
  };
}
