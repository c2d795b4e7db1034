"use client";

import { twMerge } from "tailwind-merge";
import { Checkbox } from "#components/ui/checkbox";
import type { Incident } from "#lib/browser/incident";
import { columns } from "./incident-row";
import type { useSelection } from "./use-selection";

type Props = { rows: Incident[]; selection: ReturnType<typeof useSelection>; mayAct: boolean };

/** The names of the columns, and the box that selects all. Not on phones. */
export function ListHead({ rows, selection, mayAct }: Props) {
  const chosen = selection.selected.length;
  return (
    <div className="hidden h-9 items-center gap-3 border-b px-4 font-medium text-muted text-xs md:flex">
      {mayAct && (
        <Checkbox
          checked={chosen === 0 ? false : chosen === rows.length ? true : "indeterminate"}
          onCheckedChange={(on) => (on === true ? selection.all() : selection.clear())}
          aria-label="Select all incidents shown"
        />
      )}
      <span aria-hidden className="flex min-w-0 flex-1 gap-3">
        <span className="w-3.5" />
        <span className="w-14 shrink-0">Number</span>
        <span>Title</span>
      </span>
      <span aria-hidden className="flex gap-3">
        <span className={twMerge("hidden lg:block", columns.service)}>Service</span>
        <span className={twMerge("hidden lg:block", columns.severity)}>Severity</span>
        <span className={columns.urgency}>Urgency</span>
        <span className={columns.alerts}>Alerts</span>
        <span className={columns.who}>Who</span>
        <span className={columns.age}>Opened</span>
        <span className={columns.changed}>Changed</span>
      </span>
    </div>
  );
}
