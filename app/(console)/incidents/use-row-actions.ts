"use client";

import { useState } from "react";
import { useMay, useMe } from "#components/person-provider";
import type { BulkAct, Fitting } from "#lib/browser/bulk-presses";
import type { Incident } from "#lib/browser/incident";
import type { SnoozeChoice } from "#lib/browser/presses";
import { useIncidentVerbs } from "./incident-verbs";
import type { Selection } from "./use-selection";

/** What is acted on: incidents on screen, or with them all that fit. */
export type Meant = { incidents: Incident[]; fitting?: Fitting | undefined };
/** What is asked before something is done. */
export type Question = Meant & { about: "snooze" | "assign" | "acknowledge" | "resolve" };
export type RowActions = ReturnType<typeof useRowActions>;

/** What can be done to rows: to the selection when there is one, else to the row with this id. */
export function useRowActions(rows: Incident[], selection: Selection) {
  const mayAct = useMay("responder");
  const me = useMe();
  const verbs = useIncidentVerbs();
  const [question, setQuestion] = useState<Question>();

  function meant(id: string | undefined): Meant {
    if (!mayAct) return { incidents: [] };
    const { selected, fitting } = selection;
    return selected.length > 0 ? { incidents: selected, fitting } : { incidents: rows.filter((row) => row.id === id) };
  }
  function does(act: BulkAct, { incidents, fitting }: Meant) {
    const able = incidents.filter(act.verb === "acknowledge" ? isTriggered : isOpen);
    if (fitting) void verbs.toAll(act, fitting, incidents);
    else if (act.verb === "assign") void verbs.assign(able, act.addPersonIds, act.removePersonIds);
    else if (act.verb === "snooze") void verbs.snooze(able, act.choice);
    else void verbs[act.verb](able);
    selection.clear();
    setQuestion(undefined);
  }
  function ask(about: Question["about"], what: Meant) {
    if (what.incidents.some(isOpen)) setQuestion({ about, ...what });
  }
  /** What is not on screen is not changed by a single key. */
  const press = (verb: "acknowledge" | "resolve", what: Meant) =>
    what.fitting ? ask(verb, what) : does({ verb }, what);

  return {
    mayAct,
    question,
    stopAsking: () => setQuestion(undefined),
    /** Does what was asked about. */
    answer: (act: BulkAct) => question && does(act, question),
    acknowledge: (id?: string) => press("acknowledge", meant(id)),
    resolve: (id?: string) => press("resolve", meant(id)),
    snooze: (id?: string) => ask("snooze", meant(id)),
    assign: (id?: string) => ask("assign", meant(id)),
    take: (id?: string) => does({ verb: "assign", addPersonIds: [me.id], removePersonIds: [] }, meant(id)),
    acknowledgeOne: (incident: Incident) => void verbs.acknowledge([incident]),
    resolveOne: (incident: Incident) => void verbs.resolve([incident]),
    select: (id: string) => mayAct && selection.set(id, !selection.has(id), false),
    selectAll: () => mayAct && selection.all(),
  };
}

/** What a snooze is made of. */
export const snoozed = (choice: SnoozeChoice): BulkAct => ({ verb: "snooze", choice });

const isOpen = (incident: Incident) => incident.status !== "resolved";
const isTriggered = (incident: Incident) => incident.status === "triggered";
