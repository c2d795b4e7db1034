"use client";

import { Popover as Radix } from "radix-ui";
import type { ComponentProps } from "react";
import { twMerge } from "tailwind-merge";

/** `<Popover><PopoverTrigger asChild>…</PopoverTrigger><PopoverContent>…</PopoverContent></Popover>` */
export const Popover = Radix.Root;
export const PopoverTrigger = Radix.Trigger;

export function PopoverContent({
  className,
  align = "start",
  sideOffset = 4,
  ...rest
}: ComponentProps<typeof Radix.Content>) {
  return (
    <Radix.Portal>
      <Radix.Content
        align={align}
        sideOffset={sideOffset}
        collisionPadding={8}
        className={twMerge(
          "data-[state=open]:fade-in-0 z-50 w-72 rounded-md border bg-raised shadow-raised duration-100 focus:outline-none data-[state=open]:animate-in",
          className,
        )}
        {...rest}
      />
    </Radix.Portal>
  );
}
