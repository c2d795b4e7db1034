import type { ReactNode } from "react";
import { twMerge } from "tailwind-merge";

/** Names and values, one above the other: `<DefinitionList rows={[["Service", <a/>], …]} />`. Rows without a value are left out. */
export function DefinitionList({ rows, className }: { rows: [name: string, value: ReactNode][]; className?: string }) {
  return (
    <dl className={twMerge("divide-y text-sm", className)}>
      {rows
        .filter(([, value]) => value !== null && value !== undefined && value !== false)
        .map(([name, value]) => (
          <div key={name} className="grid grid-cols-[7.5rem_1fr] items-center gap-3 px-4 py-2">
            <dt className="text-muted">{name}</dt>
            <dd className="min-w-0">{value}</dd>
          </div>
        ))}
    </dl>
  );
}
