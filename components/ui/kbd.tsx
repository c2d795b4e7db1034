import type { ComponentProps } from "react";
import { twMerge } from "tailwind-merge";

/** A key of the keyboard. */
export function Kbd({ className, ...rest }: ComponentProps<"kbd">) {
  return (
    <kbd
      className={twMerge(
        "inline-flex h-5 min-w-5 items-center justify-center rounded-sm border bg-canvas px-1 text-muted text-xs",
        className,
      )}
      {...rest}
    />
  );
}
