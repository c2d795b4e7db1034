"use client";

import { ArrowDown, ArrowUp, Siren } from "lucide-react";
import type { ReactNode } from "react";
import { twMerge } from "tailwind-merge";
import { Checkbox } from "#components/ui/checkbox";
import type { IncidentSort, IncidentSortKey } from "#db/vocabulary";
import { usualSort } from "./filters";
import { columns } from "./incident-row";
import { sortAfterPress, sortTexts } from "./sort-texts";
import type { Selection } from "./use-selection";

type Props = {
  shown: number;
  selection: Selection;
  mayAct: boolean;
  sort: IncidentSort;
  onSort: (sort: IncidentSort) => void;
};

/** The names of the columns, each of which sorts, and the box that selects all. Not on phones. */
export function ListHead({ shown, selection, mayAct, sort, onSort }: Props) {
  const chosen = selection.selected.length;
  const head = (by: IncidentSortKey, name: ReactNode, className?: string) => (
    <Head by={by} sort={sort} onSort={onSort} className={className}>
      {name}
    </Head>
  );
  return (
    <div className="hidden h-9 items-center gap-3 border-b px-4 font-medium text-muted text-xs md:flex">
      {mayAct && (
        <Checkbox
          checked={chosen === 0 ? false : chosen === shown ? true : "indeterminate"}
          onCheckedChange={(on) => (on === true ? selection.all() : selection.clear())}
          aria-label="Select all incidents shown"
        />
      )}
      <span className="flex min-w-0 flex-1 gap-3">
        {head("priority", <Siren aria-hidden className="size-3.5" />, "w-3.5 [&>.arrow]:hidden")}
        {head("number", "Number", "w-14 shrink-0")}
        {head("title", "Title")}
      </span>
      <span className="flex gap-3">
        {head("service", "Service", twMerge("hidden lg:flex", columns.service))}
        {head("severity", "Severity", twMerge("hidden lg:flex", columns.severity))}
        {head("urgency", "Urgency", twMerge(columns.urgency, "xl:flex"))}
        {head("alerts", "Alerts", twMerge("justify-end", columns.alerts))}
        {head("assignee", "Who", columns.who)}
        {head("opened", "Opened", twMerge("justify-end", columns.age))}
        {head("changed", "Updated", twMerge("justify-end", columns.changed, "xl:flex"))}
      </span>
    </div>
  );
}

type HeadProps = {
  by: IncidentSortKey;
  sort: IncidentSort;
  onSort: (sort: IncidentSort) => void;
  className?: string | undefined;
  children: ReactNode;
};

function Head({ by, sort, onSort, className, children }: HeadProps) {
  const isOwn = sort === by || sort === `-${by}`;
  const next = sortAfterPress(by, sort, usualSort);
  const Arrow = sort === by ? ArrowUp : ArrowDown;
  return (
    <button
      type="button"
      aria-pressed={isOwn}
      title={isOwn ? `Sorted: ${sortTexts[sort]}` : `Sort: ${sortTexts[next]}`}
      onClick={() => onSort(next)}
      className={twMerge(
        "group/head flex items-center gap-0.5 rounded-xs hover:text-ink",
        isOwn && "text-ink",
        className,
      )}
    >
      {by === "priority" && <span className="sr-only">What needs attention</span>}
      {children}
      <Arrow aria-hidden className={twMerge("arrow size-3 shrink-0", !isOwn && "hidden")} />
    </button>
  );
}
