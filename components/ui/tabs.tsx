"use client";

import { Tabs as Radix } from "radix-ui";
import type { ComponentProps } from "react";
import { twMerge } from "tailwind-merge";

const listClass = "flex gap-4 overflow-x-auto border-b [scrollbar-width:none]";
const tabClass =
  "-mb-px inline-flex h-11 shrink-0 items-center gap-1.5 whitespace-nowrap border-transparent border-b-2 text-muted text-sm transition-colors hover:text-ink focus-visible:-outline-offset-2 sm:h-9";

/** Tabs within one page, of which only one panel is drawn. For tabs with an address of their own use `link-tabs`. */
export const Tabs = Radix.Root;
export const TabsContent = Radix.Content;

export function TabsList({ className, ...rest }: ComponentProps<typeof Radix.List>) {
  return <Radix.List className={twMerge(listClass, className)} {...rest} />;
}

export function TabsTrigger({ className, ...rest }: ComponentProps<typeof Radix.Trigger>) {
  return (
    <Radix.Trigger
      className={twMerge(
        tabClass,
        "data-[state=active]:border-ink data-[state=active]:font-medium data-[state=active]:text-ink",
        className,
      )}
      {...rest}
    />
  );
}
