import type { ReactNode } from "react";
import { twMerge } from "tailwind-merge";

type Props = {
  icon?: ReactNode;
  /** What is so: "No integrations yet". */
  title: string;
  /** For a page that is nothing else: the title is its heading. */
  wholePage?: boolean;
  /** What it means and what to do next. */
  children?: ReactNode;
  /** The button that does it. */
  action?: ReactNode;
  className?: string;
};

/** A list with nothing in it: says why and offers the next step. */
export function EmptyState({ icon, title, wholePage = false, children, action, className }: Props) {
  const Title = wholePage ? "h1" : "p";
  return (
    <div className={twMerge("flex flex-col items-center px-6 py-14 text-center", className)}>
      {icon && (
        <span aria-hidden className="mb-3 text-faint [&_svg]:size-7 [&_svg]:stroke-[1.5]">
          {icon}
        </span>
      )}
      <Title className="font-medium text-base">{title}</Title>
      {children && <div className="mt-1 max-w-md text-balance text-muted text-sm">{children}</div>}
      {action && <div className="mt-4 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}
