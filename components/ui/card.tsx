import type { ComponentProps, ReactNode } from "react";
import { twMerge } from "tailwind-merge";

/** A bordered surface. Put `CardHeader` and `CardBody` inside, or a table. */
export function Card({ className, ...rest }: ComponentProps<"section">) {
  return <section className={twMerge("min-w-0 rounded-md border bg-surface", className)} {...rest} />;
}

type HeaderProps = { title: ReactNode; description?: ReactNode; actions?: ReactNode; className?: string };

export function CardHeader({ title, description, actions, className }: HeaderProps) {
  return (
    <header
      className={twMerge("flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-b px-4 py-2.5", className)}
    >
      <div className="min-w-0">
        <h2 className="font-medium text-base">{title}</h2>
        {description && <p className="text-muted text-sm">{description}</p>}
      </div>
      {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </header>
  );
}

export function CardBody({ className, ...rest }: ComponentProps<"div">) {
  return <div className={twMerge("p-4", className)} {...rest} />;
}

/** Closes a card with its buttons. */
export function CardFooter({ className, ...rest }: ComponentProps<"footer">) {
  return (
    <footer
      className={twMerge(
        "flex flex-wrap items-center justify-end gap-2 rounded-b-md border-t bg-canvas px-4 py-3",
        className,
      )}
      {...rest}
    />
  );
}
