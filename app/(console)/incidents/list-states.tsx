"use client";

import { BellOff, CircleCheck, Clock, SearchX, Server } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { useMay } from "#components/person-provider";
import { Button } from "#components/ui/button";
import { EmptyState } from "#components/ui/empty-state";
import { ErrorState } from "#components/ui/error-state";
import { Loading, Skeleton } from "#components/ui/skeleton";
import { type Filters, narrowingOf, type Tab } from "./filters";

type Props = {
  list: { isPending: boolean; isFetching: boolean; error: Error | null; refetch: () => Promise<unknown> };
  filters: Filters;
  hasServices: boolean;
  onClear: () => void;
};

/** What stands in the place of rows: they are being read, could not be read, or there are none. */
export function WhyNothing({ list, filters, hasServices, onClear }: Props) {
  const mayConfigure = useMay("admin");
  if (list.isPending) return <IncidentsLoading />;
  if (list.error) {
    return (
      <ErrorState
        title="The incidents could not be read"
        onRetry={() => void list.refetch()}
        retrying={list.isFetching}
      >
        {list.error.message}
      </ErrorState>
    );
  }
  if (narrowingOf(filters) > 0 || filters.q) return <NothingFits onClear={onClear} />;
  if (!hasServices) return <NoServices mayConfigure={mayConfigure} />;
  const { icon, title, text } = quiet[filters.tab];
  return (
    <EmptyState icon={icon} title={title}>
      {text}
    </EmptyState>
  );
}

function NothingFits({ onClear }: { onClear: () => void }) {
  return (
    <EmptyState
      icon={<SearchX />}
      title="No incident fits these filters"
      action={<Button onClick={onClear}>Clear the filters</Button>}
    >
      Try fewer words, or look into the tab All.
    </EmptyState>
  );
}

const quiet: Record<Tab, { icon: ReactNode; title: string; text: string }> = {
  open: { icon: <CircleCheck />, title: "All quiet", text: "Nothing is open. A new incident appears here by itself." },
  mine: {
    icon: <CircleCheck />,
    title: "Nothing is yours",
    text: "Open incidents that are assigned to you appear here.",
  },
  snoozed: {
    icon: <Clock />,
    title: "Nothing is snoozed",
    text: "A snoozed incident waits here and opens again when its time is over.",
  },
  resolved: { icon: <BellOff />, title: "Nothing has been resolved yet", text: "Resolved incidents are kept here." },
  all: {
    icon: <BellOff />,
    title: "No incidents yet",
    text: "When an integration of a service receives an alert, its incident appears here by itself.",
  },
};

function NoServices({ mayConfigure }: { mayConfigure: boolean }) {
  return (
    <EmptyState
      icon={<Server />}
      title="Add your first service"
      action={
        mayConfigure && (
          <Button asChild variant="primary">
            <Link href="/services">Go to the services</Link>
          </Button>
        )
      }
    >
      A service is the thing that can be down. Give it an integration, point a monitoring tool at the
      integration&rsquo;s address, and what the tool reports becomes an incident here.
      {!mayConfigure && " Ask an admin to add one."}
    </EmptyState>
  );
}

/** The list while it is read: rows of its own shape. */
export function IncidentsLoading() {
  return (
    <Loading label="Loading incidents">
      {[72, 54, 63, 48, 70, 58, 66, 44].map((width) => (
        <div key={width} className="flex h-18 items-center gap-3 border-b px-4 last:border-b-0 md:h-10">
          <Skeleton className="size-3.5 rounded-full" />
          <Skeleton className="hidden w-12 md:block" />
          <span className="flex-1">
            <Skeleton style={{ width: `${width}%` }} />
          </span>
          <Skeleton className="hidden w-28 lg:block" />
          <Skeleton className="w-16" />
        </div>
      ))}
    </Loading>
  );
}
