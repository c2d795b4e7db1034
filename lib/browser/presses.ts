import type { z } from "zod";
import type { incidentDetailAnswer } from "#lib/api/schemas/incidents";
import type { Incident } from "#lib/browser/incident";
import { cleanText } from "#lib/text";

export type SnoozeChoice = { minutes: number } | { until: string };

/** What can be done to an incident, with what is sent along. */
export type Act =
  | { verb: "acknowledge" | "resolve" }
  | { verb: "reopen"; andAcknowledge: boolean }
  | { verb: "snooze"; choice: SnoozeChoice }
  | { verb: "assign"; addPersonIds: string[]; removePersonIds: string[] }
  | { verb: "note"; text: string };

/** Why a press is not known to be done: it never left, no answer came, or the answer was no. */
export type Trouble = "not sent" | "not confirmed" | "failed";

/** One act on one incident, from the press until it is known what became of it. */
export type Press = {
  id: string;
  act: Act;
  /** The incident as it was on screen. */
  seen: Incident;
  /** A dismissed press is not marked any more, and is not known to be done either. */
  state: "sending" | "dismissed" | Trouble;
  /** What was said of the trouble. */
  reason?: string;
};

/** An incident as the server has it; with its timeline, a note can be found again too. */
export type Truth = Incident & Partial<Pick<z.output<typeof incidentDetailAnswer>, "timeline">>;

let made = 0;

/** A press that is about to be sent. Its id is of this window only. */
export function newPress(act: Act, seen: Incident): Press {
  return { id: `press-${++made}`, act, seen, state: "sending" };
}

/** Adds presses that are being sent; each takes the place of an older one for the same thing that is not on its way. */
export function begun(presses: readonly Press[], added: Press[]): Press[] {
  return [...presses.filter((old) => !added.some((press) => replaces(press, old))), ...added];
}

/** Marks the presses that ended in trouble. */
export function troubled(presses: readonly Press[], ids: string[], state: Trouble, reason: string): Press[] {
  return presses.map((press) => (ids.includes(press.id) ? { ...press, state, reason } : press));
}

export function without(presses: readonly Press[], ids: string[]): Press[] {
  return presses.filter((press) => !ids.includes(press.id));
}

/** Takes the marks off presses as somebody wished. */
export function dismissed(presses: readonly Press[], ids: string[]): Press[] {
  return presses.map((press) => (ids.includes(press.id) ? { ...press, state: "dismissed" } : press));
}

/** The troubled presses of which `truth` shows that they happened, or that there is nothing left to do. */
export function settledBy(presses: readonly Press[], truth: Truth): Press[] {
  return unsentOf(presses, truth.id).filter((press) => isSo(press, truth));
}

/** The troubled presses, of one incident or of all. */
export function unsentOf(presses: readonly Press[], incidentId?: string): Press[] {
  return presses.filter(
    ({ state, seen }) =>
      state !== "sending" && state !== "dismissed" && (incidentId === undefined || seen.id === incidentId),
  );
}

/** The incident as it is drawn while presses are being sent. What is known stays untouched, so nothing has to be put back. */
export function shownAs(incident: Incident, presses: readonly Press[]): Incident {
  return presses
    .filter((press) => press.state === "sending" && press.seen.id === incident.id)
    .reduce((shown, { act }) => asAfter(shown, act.verb), incident);
}

/** The incident after an act, as far as the browser can tell. */
export function asAfter(incident: Incident, verb: Act["verb"]): Incident {
  if (incident.status === "resolved") return incident;
  if (verb === "acknowledge") return { ...incident, status: "acknowledged", snoozedUntil: null };
  return verb === "resolve" ? { ...incident, status: "resolved", snoozedUntil: null } : incident;
}

function replaces(press: Press, old: Press): boolean {
  if (press.id === old.id) return true;
  const isSameVerb = press.seen.id === old.seen.id && press.act.verb === old.act.verb;
  return isSameVerb && press.act.verb !== "note" && press.act.verb !== "assign" && old.state !== "sending";
}

function isSo({ act, seen }: Press, truth: Truth): boolean {
  const isOver = truth.status === "resolved";
  switch (act.verb) {
    case "acknowledge":
      return isOver || (truth.status === "acknowledged" && truth.snoozedUntil === null);
    case "resolve":
      return isOver;
    case "reopen":
      return act.andAcknowledge ? truth.status === "acknowledged" : !isOver;
    case "snooze":
      return isOver || isSnoozed(act.choice, seen, truth);
    case "assign":
      return isOver || isAssigned(act, truth.assignees);
    case "note":
      return entriesSince(seen, truth, "noted").some(({ details }) => details.text === cleanText(act.text));
  }
}

type Entry = NonNullable<Truth["timeline"]>[number];

function entriesSince(seen: Incident, { timeline = [] }: Truth, kind: Entry["kind"]): Entry[] {
  return timeline.filter((entry) => entry.kind === kind && entry.at > seen.changedAt);
}

// A snooze that somebody else chose is not this one.
function isSnoozed(choice: SnoozeChoice, seen: Incident, truth: Truth): boolean {
  if ("until" in choice)
    return truth.snoozedUntil !== null && Date.parse(truth.snoozedUntil) === Date.parse(choice.until);
  const ms = Math.round(choice.minutes * 60_000);
  return entriesSince(seen, truth, "snoozed").some(
    ({ at, details }) => Date.parse(String(details.until)) - Date.parse(at) === ms,
  );
}

function isAssigned(act: Extract<Act, { verb: "assign" }>, assignees: { id: string }[]): boolean {
  const has = (personId: string) => assignees.some(({ id }) => id === personId);
  return act.addPersonIds.every(has) && !act.removePersonIds.some(has);
}
