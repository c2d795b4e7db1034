"use client";

import { Clock, UserRoundPlus, X } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { PressArea, PressButton } from "#components/ui/press-button";
import type { Incident } from "#lib/browser/incident";
import { secondTapMs } from "#lib/browser/second-tap";
import { plural } from "#lib/format";
import { AcknowledgeButton, ResolveButton } from "./act-buttons";
import { countText } from "./select-all";
import type { RowActions } from "./use-row-actions";
import type { Selection } from "./use-selection";

type Props = { selection: Selection; actions: RowActions; children: ReactNode };

/** What can be done with the selection. It stays for a moment after a press, so that a double click hits nothing below it. */
export function BulkBar({ selection, actions, children }: Props) {
  const { selected, fitting } = selection;
  const shown = useLingering(selected);
  if (shown.length === 0) return null;
  const isOver = selected.length === 0;
  const may = (can: (incident: Incident) => boolean) => !isOver && (fitting !== undefined || shown.some(can));
  const isOpen = may((incident) => incident.status !== "resolved");
  return (
    <PressArea>
      <div
        role="toolbar"
        aria-label="Selected incidents"
        data-press-area
        className="fixed inset-x-2 bottom-18 z-30 mx-auto flex w-fit flex-wrap items-center gap-2 rounded-md border bg-raised p-2 pl-4 shadow-raised md:bottom-6"
      >
        <span className="pr-1 font-medium text-sm tabular-nums" role="status">
          {fitting
            ? `All ${countText(fitting.count)} incidents selected`
            : `${plural(shown.length, "incident")} selected`}
        </span>
        {children}
        <AcknowledgeButton
          as="open"
          isDead={!may((incident) => incident.status === "triggered")}
          onPress={() => actions.acknowledge()}
        />
        <ResolveButton as="open" isDead={!isOpen} onPress={() => actions.resolve()} />
        <PressButton icon={<Clock aria-hidden />} isDead={!isOpen} onPress={() => actions.snooze()}>
          Snooze
        </PressButton>
        <PressButton icon={<UserRoundPlus aria-hidden />} isDead={!isOpen} onPress={() => actions.assign()}>
          Assign
        </PressButton>
        <PressButton
          variant="ghost"
          size="icon"
          aria-label="Clear the selection"
          icon={<X aria-hidden />}
          isDead={isOver}
          onPress={selection.clear}
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
