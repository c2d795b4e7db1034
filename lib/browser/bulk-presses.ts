import type { ApiFilter, Incident } from "#lib/browser/incident";
import { type Act, asAfter, type Trouble } from "#lib/browser/presses";

export type BulkAct = Extract<Act, { verb: "acknowledge" | "resolve" | "snooze" | "assign" }>;

/** All incidents that fit, as they were counted: those that opened later are not among them. */
export type Fitting = { filter: ApiFilter & { until: string }; count: number };

/** One act on all that fit, from the press until it is known to be done. Doing it twice changes nothing. */
export type BulkPress = {
  id: string;
  act: BulkAct;
  fitting: Fitting;
  /** Which of them were on screen. */
  rowIds: readonly string[];
  state: "sending" | Trouble;
  /** What was said of the trouble. */
  reason?: string;
};

let made = 0;
let presses: readonly BulkPress[] = [];
const watchers = new Set<() => void>();

/** A press that is about to be sent. Its id is of this window only. */
export function newBulkPress(act: BulkAct, fitting: Fitting, rowIds: string[]): BulkPress {
  return { id: `bulk-${++made}`, act, fitting, rowIds, state: "sending" };
}

/** The presses of this window that are being sent or are in trouble. Only events change them, so on a server there are none. */
export function readBulkPresses(): readonly BulkPress[] {
  return presses;
}

/** Puts a press in the place of what it was. */
export function putBulkPress(press: BulkPress): void {
  tell([...presses.filter(({ id }) => id !== press.id), press]);
}

/** Forgets a press: it is done, or somebody wished it. */
export function dropBulkPress(id: string): void {
  tell(presses.filter((press) => press.id !== id));
}

/** Calls `watcher` after each change. Returns how to stop. */
export function watchBulkPresses(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

/** The incident as it is drawn while such presses are being sent. */
export function shownAsInBulk(incident: Incident, some: readonly BulkPress[]): Incident {
  return some
    .filter(({ state, rowIds }) => state === "sending" && rowIds.includes(incident.id))
    .reduce((shown, { act }) => asAfter(shown, act.verb), incident);
}

function tell(next: readonly BulkPress[]): void {
  presses = next;
  for (const watcher of [...watchers]) watcher();
}
