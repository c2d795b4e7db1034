"use client";

import { Check, CircleCheckBig, X } from "lucide-react";
import { Button } from "#components/ui/button";
import type { Incident } from "#lib/browser/incident";
import { plural } from "#lib/format";

type Props = { selected: Incident[]; onAcknowledge: () => void; onResolve: () => void; onClear: () => void };

/** What can be done with the selection. */
export function BulkBar({ selected, onAcknowledge, onResolve, onClear }: Props) {
  if (selected.length === 0) return null;
  const acknowledgeable = selected.some((incident) => incident.status === "triggered");
  const resolvable = selected.some((incident) => incident.status !== "resolved");
  return (
    <div
      role="toolbar"
      aria-label="Selected incidents"
      className="fixed inset-x-0 bottom-18 z-30 mx-auto flex w-fit items-center gap-2 rounded-md border bg-raised p-2 pl-4 shadow-raised md:bottom-6"
    >
      <span className="pr-2 font-medium text-sm tabular-nums" role="status">
        {plural(selected.length, "incident")} selected
      </span>
      <Button onClick={onAcknowledge} disabled={!acknowledgeable}>
        <Check aria-hidden />
        Acknowledge
      </Button>
      <Button onClick={onResolve} disabled={!resolvable}>
        <CircleCheckBig aria-hidden />
        Resolve
      </Button>
      <Button variant="ghost" size="icon" aria-label="Clear the selection" onClick={onClear}>
        <X aria-hidden />
      </Button>
    </div>
  );
}
