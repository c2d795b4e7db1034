import { z } from "zod";
import type { By } from "#lib/change/change";
import { acknowledge } from "#lib/incidents/acknowledge";
import { addNote } from "#lib/incidents/add-note";
import { assign } from "#lib/incidents/assign";
import { resolve } from "#lib/incidents/resolve";
import { snooze } from "#lib/incidents/snooze";
import { unacknowledge } from "#lib/incidents/unacknowledge";
import * as changes from "#lib/opsgenie/alert-changes";
import type { ActionVerb } from "#lib/opsgenie/calls";
import { changeAlert } from "#lib/opsgenie/change-alert";
import { deleteAlert } from "#lib/opsgenie/delete-alert";
import { ownerOf } from "#lib/opsgenie/owner-of";
import { readInput, unprocessable } from "#lib/opsgenie/read-input";
import type { OpsgenieAlert } from "#lib/opsgenie/stored-alerts";
import { detailsOf, priorities, respondersOf, tagsOf } from "#lib/reading/opsgenie-alert";
import { textOf } from "#lib/reading/text-of";

/** Does the action to an alert. Throws a refusal when it cannot be done; then its request did not succeed. */
type Act = (alert: OpsgenieAlert, by: By) => Promise<unknown>;

type Action = {
  /** As the status of a request names it. */
  name: string;
  done: string;
  /** Reads the fields; refuses those that do not fit, before anything is done. */
  prepare(input: Record<string, unknown>, now: Date): Act;
};

const required = (name: string) =>
  z
    .unknown()
    .transform(textOf)
    .pipe(z.string({ error: `${name} is missing or blank` }));

const message = z.object({ message: required("message") });
const description = z.object({ description: required("description") });
const note = z.object({ note: required("note") });
const priority = z.object({
  priority: z.preprocess(
    (value) => (typeof value === "string" ? value.trim().toUpperCase() : value),
    z.enum(priorities, { error: `should be one of [ ${priorities.join(", ")} ]` }),
  ),
});

export const actions: Record<ActionVerb, Action> = {
  delete: { name: "Delete", done: "Deleted alert", prepare: () => deleteAlert },
  close: { name: "Close", done: "Closed alert", prepare: () => (alert, by) => resolve(alert.id, by) },
  acknowledge: {
    name: "Acknowledge",
    done: "Acknowledged alert",
    prepare: () => (alert, by) => acknowledge(alert.id, by),
  },
  unacknowledge: {
    name: "UnAcknowledge",
    done: "Unacknowledged alert",
    prepare: () => (alert, by) => unacknowledge(alert.id, by),
  },
  snooze: { name: "Snooze", done: "Snoozed alert", prepare: prepareSnooze },
  escalate: { name: "EscalateToNext", done: "Escalated alert", prepare: prepareEscalate },
  assign: { name: "Assign", done: "Assigned alert", prepare: prepareAssign },
  addNote: {
    name: "AddNote",
    done: "Added note to alert",
    prepare(input) {
      const read = readInput(note, input);
      return (alert, by) => addNote(alert.id, read.note, by);
    },
  },
  addTags: {
    name: "AddTags",
    done: "Added tags to alert",
    prepare: (input) => changing(changes.moreTags(someOf("tags", tagsOf(input.tags)))),
  },
  removeTags: {
    name: "RemoveTags",
    done: "Removed tags from alert",
    prepare: (input) => changing(changes.fewerTags(someOf("tags", tagsOf(input.tags)))),
  },
  addDetails: { name: "AddDetails", done: "Added details to alert", prepare: prepareAddDetails },
  removeDetails: {
    name: "RemoveDetails",
    done: "Removed details from alert",
    prepare: (input) => changing(changes.fewerDetails(someOf("keys", keysOf(input.keys)))),
  },
  addResponder: { name: "AddResponder", done: "Added responder to alert", prepare: prepareAddResponder },
  customAction: { name: "ExecuteCustomAction", done: "Executed custom action", prepare: prepareCustomAction },
  setPriority: {
    name: "UpdatePriority",
    done: "Updated alert priority",
    prepare: (input) => changing(changes.newPriority(readInput(priority, input).priority)),
  },
  setMessage: {
    name: "UpdateMessage",
    done: "Updated alert message",
    prepare: (input) => changing(changes.newTitle(readInput(message, input).message)),
  },
  setDescription: {
    name: "UpdateDescription",
    done: "Updated alert description",
    prepare: (input) => changing(changes.newDescription(readInput(description, input).description)),
  },
};

const changing =
  (decide: Parameters<typeof changeAlert>[1]): Act =>
  (alert, by) =>
    changeAlert(alert, decide, by);

function prepareSnooze(input: Record<string, unknown>, now: Date): Act {
  const said = textOf(input.endTime) ?? textOf(input.endDate);
  if (!said) throw unprocessable({ endTime: "is missing; give a moment such as 2026-11-21T08:00:00Z" });
  const until = new Date(said);
  if (Number.isNaN(until.getTime()))
    throw unprocessable({ endTime: "should be a moment such as 2026-11-21T08:00:00Z" });
  if (until <= now) throw unprocessable({ endTime: "should be a moment to come" });
  return (alert, by) => snooze(alert.id, until, by);
}

// Tocsin keeps to whom the client escalated, and shows it; it knows nothing of Opsgenie's escalations.
function prepareEscalate(input: Record<string, unknown>): Act {
  const named = input.escalation ?? { id: input.escalationId, name: input.escalationName };
  const escalation = respondersOf(named, "escalation").map((one) => ({ ...one, type: "escalation" }));
  return changing(changes.moreResponders(someOf("escalation", escalation)));
}

function prepareAssign(input: Record<string, unknown>): Act {
  const [owner] = someOf("owner", respondersOf(input.owner));
  return async (alert, by) => assign(alert.id, { personIds: [await ownerOf(owner)] }, by);
}

function prepareAddDetails(input: Record<string, unknown>): Act {
  const { kept } = detailsOf(input.details);
  someOf("details", Object.keys(kept));
  return changing(changes.moreDetails(kept));
}

function prepareAddResponder(input: Record<string, unknown>): Act {
  const added = [
    ...respondersOf(input.responder),
    ...respondersOf(input.recipient),
    ...respondersOf(input.team, "team"),
  ];
  return changing(changes.moreResponders(someOf("responder", added)));
}

function prepareCustomAction(input: Record<string, unknown>): Act {
  const action = textOf(input.action);
  if (!action) throw unprocessable({ action: "is missing" });
  return (alert, by) => addNote(alert.id, `Ran the action "${action}".`, by);
}

function someOf<T>(name: string, all: T[]): [T, ...T[]] {
  const [first, ...rest] = all;
  if (first === undefined) throw unprocessable({ [name]: "is missing or empty" });
  return [first, ...rest];
}

/** The keys of details, as a list or as a text with commas. */
function keysOf(value: unknown): string[] {
  const all: unknown[] = typeof value === "string" ? value.split(",") : Array.isArray(value) ? value : [];
  return all.flatMap((key) => textOf(key) ?? []);
}
