"use client";

import { Ellipsis } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useMe } from "#components/person-provider";
import { Menu, MenuContent, MenuEntry, MenuTrigger } from "#components/ui/dropdown-menu";
import { countText, useIncidentCounts } from "./incident-counts";
import { isAt, type Place, placesFor } from "./navigation";

const tabClass =
  "relative flex h-14 flex-col items-center justify-center gap-0.5 text-muted text-xs aria-[current]:font-medium aria-[current]:text-ink focus-visible:-outline-offset-2";
const shown = 3;

/** The places of the console on a phone. */
export function BottomBar() {
  const path = usePathname();
  const { open } = useIncidentCounts();
  const places = placesFor(useMe().role);
  return (
    <nav
      aria-label="Main"
      className="fixed inset-x-0 bottom-0 z-40 grid grid-cols-4 border-t bg-surface pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {places.slice(0, shown).map((place) => (
        <Link
          key={place.href}
          href={place.href}
          aria-current={isAt(path, place) ? "page" : undefined}
          className={tabClass}
        >
          <place.icon aria-hidden className="size-5" />
          {place.label}
          {place.href === "/incidents" && open > 0 && (
            <span className="absolute top-1.5 left-1/2 ml-1.5 rounded-full bg-triggered-soft px-1.5 font-medium text-[11px] text-triggered leading-4 tabular-nums">
              {countText(open)}
              <span className="sr-only"> open</span>
            </span>
          )}
        </Link>
      ))}
      <MoreMenu path={path} places={places.slice(shown)} />
    </nav>
  );
}

function MoreMenu({ path, places }: { path: string; places: Place[] }) {
  return (
    <Menu>
      <MenuTrigger className={tabClass} aria-current={places.some((place) => isAt(path, place)) ? "page" : undefined}>
        <Ellipsis aria-hidden className="size-5" />
        More
      </MenuTrigger>
      <MenuContent side="top">
        {places.map((place) => (
          <MenuEntry key={place.href} asChild>
            <Link href={place.href}>
              <place.icon aria-hidden />
              {place.label}
            </Link>
          </MenuEntry>
        ))}
      </MenuContent>
    </Menu>
  );
}
