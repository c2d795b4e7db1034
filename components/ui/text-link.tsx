import Link from "next/link";
import type { ComponentProps } from "react";
import { twMerge } from "tailwind-merge";

const linkClass =
  "text-accent-text underline decoration-accent-text/40 underline-offset-2 hover:decoration-accent-text";

/** A link to another page of Tocsin, in running text. */
export function TextLink({ className, ...rest }: ComponentProps<typeof Link>) {
  return <Link className={twMerge(linkClass, className)} {...rest} />;
}

/** A link to somewhere else; opens a new window and tells that place nothing about us. */
export function OutsideLink({ className, children, ...rest }: ComponentProps<"a">) {
  return (
    <a
      target="_blank"
      rel="noopener noreferrer nofollow"
      className={twMerge(linkClass, "break-all", className)}
      {...rest}
    >
      {children}
    </a>
  );
}
