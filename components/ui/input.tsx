import type { ComponentProps } from "react";
import { twMerge } from "tailwind-merge";

/** What text fields look like; shared by input, textarea and select. */
export const fieldClass =
  "field-text w-full min-w-0 rounded-md border border-line-strong bg-surface px-2.5 text-ink transition-colors hover:border-edge focus-visible:border-accent-text focus-visible:outline-2 focus-visible:outline-offset-0 focus-visible:outline-accent-text disabled:cursor-not-allowed disabled:bg-sunken disabled:text-faint [&[readonly]]:bg-sunken aria-invalid:border-danger aria-invalid:outline-danger";

/** One line of text. */
export function Input({ className, type = "text", ...rest }: ComponentProps<"input">) {
  return <input type={type} className={twMerge(fieldClass, "h-11 sm:h-9", className)} {...rest} />;
}
