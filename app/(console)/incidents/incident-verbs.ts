"use client";

import { type InfiniteData, type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useZone } from "#components/ui/time";
import { notify, notifyFailure } from "#components/ui/toast";
import { ask, Unanswered } from "#lib/browser/ask";
import type { Incident, Page, Verdict } from "#lib/browser/incident";
import { dayAndMinute, plural, relativeTime } from "#lib/format";

type Press = "acknowledge" | "resolve";
export type SnoozeChoice = { minutes: number } | { until: string };

const done: Record<Press, string> = { acknowledge: "Acknowledged", resolve: "Resolved" };
const undone: Record<Press, string> = { acknowledge: "acknowledged", resolve: "resolved" };

/** What people do to incidents, as the screen carries it out: shown at once, said in a notice, put right when refused. */
export function useIncidentVerbs() {
  const queries = useQueryClient();
  const zone = useZone();
  return {
    acknowledge: (incidents: Incident[]) => press(queries, "acknowledge", incidents),
    resolve: (incidents: Incident[]) => press(queries, "resolve", incidents),
    reopen: (incident: Incident) => change(queries, incident, "reopen", {}, () => `Reopened #${incident.number}`),
    snooze: (incident: Incident, choice: SnoozeChoice) =>
      change(
        queries,
        incident,
        "snooze",
        choice,
        (verdict) =>
          `Snoozed #${incident.number} until ${verdict.snoozedUntil ? dayAndMinute(verdict.snoozedUntil, zone) : "later"}`,
      ),
    assign: (incident: Incident, personIds: string[]) =>
      change(
        queries,
        incident,
        "assign",
        { personIds },
        (verdict) => assignedText(verdict),
        () => previous(queries, incident),
      ),
    note: (incident: Incident, text: string) =>
      change(queries, incident, "notes", { text }, () => `Note added to #${incident.number}`),
  };
}

/** The key of every cached list of incidents. */
export const incidentsKey = ["incidents"] as const;

async function press(queries: QueryClient, verb: Press, incidents: Incident[]): Promise<void> {
  const [only] = incidents;
  if (!only) return;
  await queries.cancelQueries({ queryKey: incidentsKey });
  patchLists(
    queries,
    incidents,
    verb === "resolve" ? { status: "resolved", snoozedUntil: null } : { status: "acknowledged", snoozedUntil: null },
  );
  try {
    if (incidents.length === 1) sayOne(queries, verb, only, await pressOne(verb, only));
    else sayMany(queries, verb, incidents, await pressMany(verb, incidents));
  } catch (error) {
    sayFailed(
      error,
      `${nameOf(incidents)} ${incidents.length === 1 ? "was" : "were"} not ${undone[verb]}`,
      () => void press(queries, verb, incidents),
    );
  }
  await queries.invalidateQueries({ queryKey: incidentsKey });
}

async function change(
  queries: QueryClient,
  incident: Incident,
  verb: "reopen" | "snooze" | "assign" | "notes",
  body: object,
  says: (verdict: Verdict) => string,
  undo?: () => void,
): Promise<boolean> {
  try {
    const verdict = await ask<Verdict>(`/api/v1/incidents/${incident.id}/${verb}`, { method: "POST", body });
    if (verdict.changed) notify(says(verdict), undo && { undo });
    else notify(alreadyText(verdict));
    return true;
  } catch (error) {
    sayFailed(
      error,
      `#${incident.number} was not changed`,
      () => void change(queries, incident, verb, body, says, undo),
    );
    return false;
  } finally {
    void queries.invalidateQueries({ queryKey: incidentsKey });
  }
}

function pressOne(verb: Press, incident: Incident): Promise<Verdict> {
  return ask<Verdict>(`/api/v1/incidents/${incident.id}/${verb}`, { method: "POST", body: {} });
}

function pressMany(verb: Press, incidents: Incident[]): Promise<{ changed: string[]; unchanged: string[] }> {
  return ask(`/api/v1/incidents/${verb}`, { method: "POST", body: { ids: incidents.map((incident) => incident.id) } });
}

function sayOne(queries: QueryClient, verb: Press, before: Incident, verdict: Verdict): void {
  if (!verdict.changed) return notify(alreadyText(verdict));
  notify(`${done[verb]} #${before.number}`, {
    description: before.title,
    ...(verb === "resolve" && { undo: () => void unresolve(queries, [before]) }),
  });
}

function sayMany(
  queries: QueryClient,
  verb: Press,
  before: Incident[],
  verdict: { changed: string[]; unchanged: string[] },
): void {
  const changed = before.filter((incident) => verdict.changed.includes(incident.id));
  const left = verdict.unchanged.length;
  if (changed.length === 0) return notify(`All of them were ${undone[verb]} already`);
  notify(`${done[verb]} ${plural(changed.length, "incident")}`, {
    ...(left > 0 && { description: `${left} had been ${undone[verb]} already` }),
    ...(verb === "resolve" && { undo: () => void unresolve(queries, changed) }),
  });
}

/** Takes back a resolve: opens again, and acknowledges again what had been. */
async function unresolve(queries: QueryClient, before: Incident[]): Promise<void> {
  try {
    await Promise.all(
      before.map(async (incident) => {
        await ask(`/api/v1/incidents/${incident.id}/reopen`, { method: "POST", body: {} });
        if (incident.status === "acknowledged") await pressOne("acknowledge", incident);
      }),
    );
    notify(`Reopened ${nameOf(before)}`);
  } catch (error) {
    sayFailed(error, `${nameOf(before)} could not be reopened`);
  }
  await queries.invalidateQueries({ queryKey: incidentsKey });
}

function previous(queries: QueryClient, incident: Incident): void {
  const personIds = incident.assignees.map((person) => person.id);
  void change(queries, incident, "assign", { personIds }, assignedText);
}

function assignedText(verdict: Verdict): string {
  const names = verdict.assignees.map((person) => person.name).join(", ");
  return names ? `Assigned #${verdict.number} to ${names}` : `Nobody has #${verdict.number} now`;
}

/** Somebody was faster, or it had been so: an answer, not an error. */
function alreadyText({ number, status, by }: Verdict): string {
  const who = by ? ` by ${by.actor.name}, ${relativeTime(by.at, Date.now())}` : "";
  if (status === "triggered") return `#${number} is as you wanted it already`;
  return `#${number} was already ${status}${who}`;
}

function sayFailed(error: unknown, text: string, retry?: () => void): void {
  // A conflict is news about the incident, told calmly; it comes with what to do.
  if (error instanceof Unanswered && error.status === 409) return notify(error.message);
  notifyFailure(text, { description: error instanceof Error ? error.message : String(error), ...(retry && { retry }) });
}

function nameOf(incidents: Incident[]): string {
  return incidents.length === 1 ? `#${incidents[0]?.number}` : plural(incidents.length, "incident");
}

function patchLists(queries: QueryClient, incidents: Incident[], patch: Partial<Incident>): void {
  const touched = new Set(incidents.map((incident) => incident.id));
  queries.setQueriesData<InfiniteData<Page<Incident>>>(
    { queryKey: incidentsKey },
    (lists) =>
      lists && {
        ...lists,
        pages: lists.pages.map((page) => ({
          ...page,
          data: page.data.map((row) => (touched.has(row.id) && row.status !== "resolved" ? { ...row, ...patch } : row)),
        })),
      },
  );
}
