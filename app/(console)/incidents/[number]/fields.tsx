import type { ReactNode } from "react";
import { flattened } from "./flattened";

type Props = { facts?: Record<string, ReactNode>; details: Record<string, unknown> };

/** The fields a sender gave, as names and values. */
export function Fields({ facts = {}, details }: Props) {
  const rows: [string, ReactNode][] = [...Object.entries(facts), ...flattened(details)];
  return (
    <dl className="grid grid-cols-[minmax(6rem,auto)_1fr] gap-x-4 gap-y-1 text-sm">
      {rows.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-muted">{name}</dt>
          <dd className="min-w-0 whitespace-pre-wrap font-mono text-xs leading-5">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
