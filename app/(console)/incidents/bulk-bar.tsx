"use client";

import { X } from "lucide-react";
import { useEffect, useState } from "react";
import { PressArea, PressButton } from "#components/ui/press-button";
import type { Incident } from "#lib/browser/incident";
import { secondTapMs } from "#lib/browser/second-tap";
import { plural } from "#lib/format";
import { AcknowledgeButton, ResolveButton } from "./act-buttons";

type Props = { selected: Incident[]; onAcknowledge: () => void; onResolve: () => void; onClear: () => void };

/** What can be done with the selection. It stays for a moment after a press, so that a double click hits nothing below it. */
export function BulkBar({ selected, onAcknowledge, onResolve, onClear }: Props) {
  const shown = useLingering(selected);
  if (shown.length === 0) return null;
  const isOver = selected.length === 0;
  return (
    <PressArea>
      <div
        role="toolbar"
        aria-label="Selected incidents"
        data-press-area
        className="fixed inset-x-0 bottom-18 z-30 mx-auto flex w-fit items-center gap-2 rounded-md border bg-raised p-2 pl-4 shadow-raised md:bottom-6"
      >
        <span className="pr-2 font-medium text-sm tabular-nums" role="status">
          {plural(shown.length, "incident")} selected
        </span>
        <AcknowledgeButton
          as="open"
          isDead={isOver || !shown.some((incident) => incident.status === "triggered")}
          onPress={onAcknowledge}
        />
        <ResolveButton
          as="open"
          isDead={isOver || !shown.some((incident) => incident.status !== "resolved")}
          onPress={onResolve}
        />
        <PressButton
          variant="ghost"
          size="icon"
          aria-label="Clear the selection"
          icon={<X aria-hidden />}
          isDead={isOver}
          onPress={onClear}
        />
      </div>
    </PressArea>
  );
}

function useLingering(selected: Incident[]): Incident[] {
  const [shown, setShown] = useState(selected);
  const isOver = selected.length === 0 && shown.length > 0;
  const same = selected.length === shown.length && selected.every((incident, at) => incident === shown[at]);
  if (selected.length > 0 && !same) setShown(selected);
  useEffect(() => {
    if (!isOver) return;
    const timer = setTimeout(() => setShown([]), secondTapMs);
    return () => clearTimeout(timer);
  }, [isOver]);
  return shown;
}
