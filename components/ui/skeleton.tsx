import type { ComponentProps, ReactNode } from "react";
import { twMerge } from "tailwind-merge";

/** A grey block in the shape of what will stand there. */
export function Skeleton({ className, ...rest }: ComponentProps<"span">) {
  return <span aria-hidden className={twMerge("block h-4 animate-pulse rounded-sm bg-hover", className)} {...rest} />;
}

/** Wraps skeletons so that readers hear "Loading" once. */
export function Loading({
  label = "Loading",
  className,
  children,
}: {
  label?: string;
  className?: string;
  children: ReactNode;
}) {
  return (
    <div role="status" aria-busy className={className}>
      <span className="sr-only">{label}</span>
      {children}
    </div>
  );
}
