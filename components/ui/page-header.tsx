import type { Route } from "next";
import Link from "next/link";
import type { ReactNode } from "react";

export type Crumb = { label: string; href: Route };

type Props = {
  /** The way here, without the page itself. */
  crumbs?: Crumb[];
  title: ReactNode;
  /** A line below the title. */
  description?: ReactNode;
  /** Buttons, the main one last. */
  actions?: ReactNode;
};

/** The head of a page: where it is, what it is, what can be done. */
export function PageHeader({ crumbs = [], title, description, actions }: Props) {
  return (
    <header className="mb-4 flex flex-wrap items-end justify-between gap-x-4 gap-y-3">
      <div className="min-w-0">
        {crumbs.length > 0 && <Breadcrumb crumbs={crumbs} />}
        <h1 className="font-semibold text-xl tracking-tight">{title}</h1>
        {description && <div className="mt-0.5 max-w-3xl text-muted text-sm">{description}</div>}
      </div>
      {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </header>
  );
}

function Breadcrumb({ crumbs }: { crumbs: Crumb[] }) {
  return (
    <nav aria-label="Breadcrumb" className="mb-1">
      <ol className="flex flex-wrap gap-1.5 text-muted text-sm">
        {crumbs.map((crumb) => (
          <li key={crumb.href} className="flex gap-1.5">
            <Link href={crumb.href} className="hover:text-ink hover:underline">
              {crumb.label}
            </Link>
            <span aria-hidden className="text-faint">
              /
            </span>
          </li>
        ))}
      </ol>
    </nav>
  );
}
