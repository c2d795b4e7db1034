import { cva, type VariantProps } from "class-variance-authority";
import { LoaderCircle } from "lucide-react";
import { Slot } from "radix-ui";
import type { ComponentProps, MouseEvent } from "react";
import { twMerge } from "tailwind-merge";

export const buttonClass = cva(
  "touch inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-md border font-medium transition-colors disabled:cursor-not-allowed disabled:opacity-55 aria-disabled:cursor-not-allowed aria-disabled:opacity-55 [&_svg]:size-4 [&_svg]:shrink-0",
  {
    variants: {
      variant: {
        primary: "border-transparent bg-accent text-on-accent enabled:hover:bg-accent-hover [a]:hover:bg-accent-hover",
        secondary: "border-line-strong bg-surface text-ink enabled:hover:bg-hover [a]:hover:bg-hover",
        ghost:
          "border-transparent bg-transparent text-muted enabled:hover:bg-hover enabled:hover:text-ink [a]:hover:bg-hover [a]:hover:text-ink",
        danger: "border-transparent bg-danger text-on-danger enabled:hover:bg-danger-hover",
      },
      size: {
        small: "h-7 px-2 text-xs",
        medium: "h-8 px-3 text-sm",
        large: "h-11 px-4 text-base",
        icon: "size-8 p-0",
        "icon-small": "size-7 p-0",
      },
    },
    defaultVariants: { variant: "secondary", size: "medium" },
  },
);

type Props = ComponentProps<"button"> &
  VariantProps<typeof buttonClass> & {
    /** Shows that the press is being carried out; the button cannot be pressed again meanwhile. */
    loading?: boolean;
    /** Draws its only child (a link) as a button. */
    asChild?: boolean;
  };

/** A button. An icon-only one (`size="icon"`) needs an `aria-label`. */
export function Button({
  variant,
  size,
  loading = false,
  asChild = false,
  className,
  children,
  onClick,
  type = "button",
  ...rest
}: Props) {
  const classes = twMerge(buttonClass({ variant, size }), className);
  if (asChild) {
    return (
      <Slot.Root className={classes} onClick={onClick} {...rest}>
        {children}
      </Slot.Root>
    );
  }
  return (
    // Not disabled while it works: a disabled button loses the focus.
    <button
      type={type}
      className={classes}
      aria-disabled={loading || undefined}
      aria-busy={loading || undefined}
      onClick={loading ? ignore : onClick}
      {...rest}
    >
      {loading && <LoaderCircle aria-hidden className="animate-spin" />}
      {children}
    </button>
  );
}

function ignore(event: MouseEvent) {
  event.preventDefault();
}
