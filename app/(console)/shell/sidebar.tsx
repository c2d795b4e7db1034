"use client";

import { PanelLeftClose, PanelLeftOpen } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useState } from "react";
import { twMerge } from "tailwind-merge";
import { Mark } from "#components/mark";
import { useMe } from "#components/person-provider";
import { Tooltip } from "#components/ui/tooltip";
import { countText, useIncidentCounts } from "./incident-counts";
import { isAt, type Place, placeGroupsFor } from "./navigation";

const aYearSeconds = 31_536_000;

/** The places of the console at the left; can be made narrow. */
export function Sidebar({ company, startNarrow }: { company: string; startNarrow: boolean }) {
  const [narrow, setNarrow] = useState(startNarrow);

  function toggle() {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing over plain HTTP
    document.cookie = `tocsin-sidebar=${narrow ? "wide" : "narrow"}; path=/; max-age=${aYearSeconds}; samesite=lax`;
    setNarrow(!narrow);
  }

  return (
    <aside
      className={twMerge(
        "sticky top-0 hidden h-dvh shrink-0 flex-col border-r bg-canvas md:flex",
        narrow ? "w-14" : "w-56",
      )}
    >
      <Link
        href="/incidents"
        className="flex h-13 items-center gap-2.5 px-4 focus-visible:-outline-offset-2"
        aria-label={`${company}: incidents`}
      >
        <Mark />
        {!narrow && <span className="truncate font-semibold">{company}</span>}
      </Link>
      <nav aria-label="Main" className="flex flex-1 flex-col gap-4 overflow-y-auto px-2 py-2">
        {placeGroupsFor(useMe().role).map((group) => (
          <div key={group.label}>
            <p className={narrow ? "sr-only" : "px-2 pb-1 text-faint text-xs"}>{group.label}</p>
            <ul className="flex flex-col gap-0.5">
              {group.places.map((place) => (
                <li key={place.href}>
                  <PlaceLink place={place} narrow={narrow} />
                </li>
              ))}
            </ul>
          </div>
        ))}
      </nav>
      <div className="border-t p-2">
        <button
          type="button"
          onClick={toggle}
          aria-expanded={!narrow}
          className="touch flex h-8 w-full items-center gap-2.5 rounded-md px-2 text-muted text-sm hover:bg-hover hover:text-ink"
        >
          {narrow ? (
            <PanelLeftOpen aria-hidden className="size-4 shrink-0" />
          ) : (
            <PanelLeftClose aria-hidden className="size-4 shrink-0" />
          )}
          <span className={narrow ? "sr-only" : undefined}>{narrow ? "Expand the sidebar" : "Collapse"}</span>
        </button>
      </div>
    </aside>
  );
}

function PlaceLink({ place, narrow }: { place: Place; narrow: boolean }) {
  const here = isAt(usePathname(), place);
  const { open } = useIncidentCounts();
  const count = place.href === "/incidents" && open > 0 ? open : undefined;
  const link = (
    <Link
      href={place.href}
      aria-current={here ? "page" : undefined}
      className="touch relative flex h-8 items-center gap-2.5 rounded-md px-2 text-muted text-sm transition-colors hover:bg-hover hover:text-ink aria-[current]:bg-hover aria-[current]:font-medium aria-[current]:text-ink"
    >
      <place.icon aria-hidden className="size-4 shrink-0" />
      <span className={narrow ? "sr-only" : "flex-1"}>{place.label}</span>
      {count !== undefined && <OpenCount count={count} narrow={narrow} />}
    </Link>
  );
  return narrow ? (
    <Tooltip text={count === undefined ? place.label : `${place.label}: ${countText(count)} open`} side="right">
      {link}
    </Tooltip>
  ) : (
    link
  );
}

function OpenCount({ count, narrow }: { count: number; narrow: boolean }) {
  return (
    <span
      className={twMerge(
        "rounded-full bg-triggered-soft px-1.5 font-medium text-triggered text-xs tabular-nums",
        narrow && "absolute top-0.5 right-0 px-1 text-[10px] leading-4",
      )}
    >
      {countText(count)}
      <span className="sr-only"> open</span>
    </span>
  );
}
