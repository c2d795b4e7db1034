import { ChevronDown } from "lucide-react";
import type { ComponentProps } from "react";
import { twMerge } from "tailwind-merge";
import { fieldClass } from "#components/ui/input";

/** The system's own select with `<option>` children: right on phones, reachable by every keyboard and reader. */
export function Select({ className, children, ...rest }: ComponentProps<"select">) {
  return (
    <span className="relative block w-full">
      <select className={twMerge(fieldClass, "h-11 appearance-none pr-8 sm:h-9", className)} {...rest}>
        {children}
      </select>
      <ChevronDown
        aria-hidden
        className="pointer-events-none absolute top-1/2 right-2.5 size-4 -translate-y-1/2 text-muted"
      />
    </span>
  );
}
