"use client";

import Link from "next/link";
import type { MouseEvent } from "react";
import { type Counts, countText } from "../shell/incident-counts";
import { addressOf, type Filters, type Tab, tabs, tabTexts } from "./filters";

type Props = { filters: Filters; counts: Counts; onPick: (tab: Tab) => void };

/** The states of incidents as tabs, with counts where they are cheap. */
export function TabBar({ filters, counts, onPick }: Props) {
  const countOf: Partial<Record<Tab, number>> = counts;
  return (
    <nav
      aria-label="State"
      className="-mx-3 flex gap-4 overflow-x-auto border-b px-3 [scrollbar-width:none] md:mx-0 md:px-0"
    >
      {tabs.map((tab) => {
        const counted = countOf[tab];
        return (
          <Link
            key={tab}
            href={`/incidents?${addressOf({ ...filters, tab }).slice(1)}`}
            onClick={(event) => picked(event) && onPick(tab)}
            aria-current={tab === filters.tab ? "page" : undefined}
            className="-mb-px inline-flex h-11 shrink-0 items-center gap-1.5 whitespace-nowrap border-transparent border-b-2 text-base text-muted transition-colors hover:text-ink focus-visible:-outline-offset-2 aria-[current]:border-ink aria-[current]:font-medium aria-[current]:text-ink md:h-9 md:text-sm"
          >
            {tabTexts[tab]}
            {counted !== undefined && (
              <span className="rounded-full bg-hover px-1.5 font-normal text-muted text-xs tabular-nums">
                {countText(counted)}
              </span>
            )}
          </Link>
        );
      })}
    </nav>
  );
}

// A plain press changes the list in place; one with a key held opens a window, as with any link.
function picked(event: MouseEvent): boolean {
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return false;
  event.preventDefault();
  return true;
}
