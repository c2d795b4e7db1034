import type { ComponentProps } from "react";
import { twMerge } from "tailwind-merge";
import { fieldClass } from "#components/ui/input";

/** Several lines of text; grows with what is written. */
export function Textarea({ className, rows = 3, ...rest }: ComponentProps<"textarea">) {
  return (
    <textarea
      rows={rows}
      className={twMerge(fieldClass, "field-sizing-content max-h-96 min-h-18 resize-y py-2", className)}
      {...rest}
    />
  );
}
