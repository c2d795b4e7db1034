import type { ReactNode } from "react";
import { Card } from "#components/ui/card";

/** The one card of a page before the console: what it is for, and its form. */
export function AuthCard({
  title,
  description,
  children,
}: {
  title: string;
  description?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <Card className="p-5 sm:p-6">
      <h1 className="font-semibold text-lg tracking-tight">{title}</h1>
      {description && <div className="mt-1 text-muted text-sm">{description}</div>}
      {children && <div className="mt-5">{children}</div>}
    </Card>
  );
}
