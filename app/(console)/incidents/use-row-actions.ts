"use client";

import { useState } from "react";
import { useMay } from "#components/person-provider";
import type { Incident } from "#lib/browser/incident";
import type { SnoozeChoice } from "#lib/browser/presses";
import { useIncidentVerbs } from "./incident-verbs";
import type { useSelection } from "./use-selection";

/** What can be done to rows: to the selection when there is one, else to the row with this id. */
export function useRowActions(rows: Incident[], selection: ReturnType<typeof useSelection>) {
  const mayAct = useMay("responder");
  const verbs = useIncidentVerbs();
  const [snoozing, setSnoozing] = useState<Incident[]>([]);

  function meant(id: string | undefined): Incident[] {
    if (!mayAct) return [];
    return selection.selected.length > 0 ? selection.selected : rows.filter((row) => row.id === id);
  }

  return {
    mayAct,
    snoozing,
    acknowledge(id?: string) {
      void verbs.acknowledge(meant(id).filter((incident) => incident.status === "triggered"));
      selection.clear();
    },
    resolve(id?: string) {
      void verbs.resolve(meant(id).filter(isOpen));
      selection.clear();
    },
    askToSnooze: (id?: string) => setSnoozing(meant(id).filter(isOpen)),
    stopSnoozing: () => setSnoozing([]),
    snooze(choice: SnoozeChoice) {
      void verbs.snooze(snoozing, choice);
      selection.clear();
    },
    acknowledgeOne: (incident: Incident) => void verbs.acknowledge([incident]),
    resolveOne: (incident: Incident) => void verbs.resolve([incident]),
    select: (id: string) => mayAct && selection.set(id, !selection.has(id), false),
  };
}

const isOpen = (incident: Incident) => incident.status !== "resolved";
