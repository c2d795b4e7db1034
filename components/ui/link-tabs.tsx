"use client";

import type { Route } from "next";
import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { twMerge } from "tailwind-merge";

export type LinkTab = {
  label: ReactNode;
  href: Route;
  /** A number after the label. */
  count?: number | undefined;
  /** Said by the caller where the address alone does not tell; else the tab of the current path is active. */
  active?: boolean;
};

/** Tabs that are links, so that each has its address, opens in a new window and works before any script. */
export function LinkTabs({ tabs, label, className }: { tabs: LinkTab[]; label: string; className?: string }) {
  const path = usePathname();
  return (
    <nav
      aria-label={label}
      className={twMerge("flex gap-4 overflow-x-auto border-b [scrollbar-width:none]", className)}
    >
      {tabs.map((tab) => {
        const active = tab.active ?? path === tab.href.split("?")[0];
        return (
          <Link
            key={tab.href}
            href={tab.href}
            aria-current={active ? "page" : undefined}
            className="-mb-px inline-flex h-11 shrink-0 items-center gap-1.5 whitespace-nowrap border-transparent border-b-2 text-muted text-sm transition-colors hover:text-ink focus-visible:-outline-offset-2 aria-[current]:border-ink aria-[current]:font-medium aria-[current]:text-ink sm:h-9"
          >
            {tab.label}
            {tab.count !== undefined && (
              <span className="rounded-full bg-hover px-1.5 font-normal text-muted text-xs tabular-nums">
                {tab.count.toLocaleString("en-GB")}
              </span>
            )}
          </Link>
        );
      })}
    </nav>
  );
}
