"use client";

import { Switch as Radix } from "radix-ui";
import type { ComponentProps } from "react";
import { twMerge } from "tailwind-merge";

/** On or off; its state is the caller's, which a form that is reset after its answer leaves alone. Give it a label by `id` and `<label htmlFor>` or by `aria-label`. */
export function Switch({ className, ...rest }: ComponentProps<typeof Radix.Root>) {
  return (
    <Radix.Root
      className={twMerge(
        "relative inline-flex h-5 w-9 shrink-0 items-center rounded-full border border-edge bg-sunken p-0.5 transition-colors after:absolute after:-inset-3 data-[state=checked]:border-accent data-[state=checked]:bg-accent disabled:cursor-not-allowed disabled:opacity-55",
        className,
      )}
      // Radix turns it back to how it was first drawn when the form it is in is reset. It is in none of this name.
      form="none"
      {...rest}
    >
      <Radix.Thumb className="block size-3.5 rounded-full bg-edge transition-transform data-[state=checked]:translate-x-4 data-[state=checked]:bg-on-accent" />
    </Radix.Root>
  );
}
