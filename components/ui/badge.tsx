import { cva, type VariantProps } from "class-variance-authority";
import type { ComponentProps } from "react";
import { twMerge } from "tailwind-merge";

const badgeClass = cva(
  "inline-flex h-5 shrink-0 items-center gap-1 whitespace-nowrap rounded-sm px-1.5 font-medium text-xs [&_svg]:size-3",
  {
    variants: {
      tone: {
        neutral: "bg-hover text-muted",
        outline: "border text-muted",
        accent: "bg-accent-soft text-accent-text",
        red: "bg-triggered-soft text-triggered",
        amber: "bg-acknowledged-soft text-acknowledged",
        green: "bg-resolved-soft text-resolved",
        blue: "bg-snoozed-soft text-snoozed",
        grey: "bg-suppressed-soft text-suppressed",
      },
    },
    defaultVariants: { tone: "neutral" },
  },
);

/** One or two words about a thing. The colour never says more than the words. */
export function Badge({ tone, className, ...rest }: ComponentProps<"span"> & VariantProps<typeof badgeClass>) {
  return <span className={twMerge(badgeClass({ tone }), className)} {...rest} />;
}
