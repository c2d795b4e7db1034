import { Plus, SearchX, Server } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { createLoader, type SearchParams } from "nuqs/server";
import { LiveRefresh } from "#components/live-provider";
import { Button } from "#components/ui/button";
import { Card } from "#components/ui/card";
import { EmptyState } from "#components/ui/empty-state";
import { PageHeader } from "#components/ui/page-header";
import { healthOfServices } from "#db/queries/service-health";
import { listServices } from "#db/queries/services";
import { permit } from "#lib/auth/permit";
import { allows } from "#lib/auth/roles";
import { FirstService } from "./first-service";
import { listParsers } from "./list-parsers";
import { ServiceSearch } from "./service-search";
import { ServiceTable } from "./service-table";

export const metadata: Metadata = { title: "Services" };

const loadAsked = createLoader(listParsers);
const perPage = 200;

export default async function ServicesPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const person = await permit("observer");
  const { q, after } = await loadAsked(searchParams);
  const mayAdd = allows(person.role, "admin");
  const { data, nextCursor } = await listServices({
    search: q ?? undefined,
    cursor: after ?? undefined,
    limit: perPage,
  });
  const health = await healthOfServices(data.map((service) => service.id));
  const isEmpty = data.length === 0 && !q && !after;
  if (mayAdd && isEmpty) return <FirstService />;
  return (
    <>
      <LiveRefresh topics={["services", "integrations", "incidents"]} />
      <PageHeader
        title="Services"
        description="The things that can be down. Each has the integrations that report on it."
        actions={mayAdd && <AddService />}
      />
      {!isEmpty && <ServiceSearch />}
      <Card>
        {data.length > 0 && <ServiceTable services={data} health={health} />}
        {isEmpty && <NothingYet />}
        {data.length === 0 && !isEmpty && <NothingFound />}
        {nextCursor && <NextPage q={q} after={nextCursor} />}
      </Card>
    </>
  );
}

function AddService() {
  return (
    <Button asChild variant="primary">
      <Link href="/services/new">
        <Plus aria-hidden />
        Add service
      </Link>
    </Button>
  );
}

function NothingYet() {
  return (
    <EmptyState icon={<Server />} title="No services yet">
      A service is the thing that can be down. Only an admin can add one; ask an admin of your company.
    </EmptyState>
  );
}

function NothingFound() {
  return (
    <EmptyState
      icon={<SearchX />}
      title="No service fits this search"
      action={
        <Button asChild>
          <Link href="/services">Clear the search</Link>
        </Button>
      }
    >
      Try fewer letters of its name or description.
    </EmptyState>
  );
}

function NextPage({ q, after }: { q: string | null; after: string }) {
  return (
    <div className="flex justify-center border-t p-2">
      <Button asChild variant="ghost">
        <Link href={{ pathname: "/services", query: { ...(q && { q }), after } }}>Show the next {perPage}</Link>
      </Button>
    </div>
  );
}
