import { db } from "#db/client";
import { opsgenieAlerts } from "#db/schema/opsgenie";
import { now } from "#lib/clock";
import { addNote } from "#lib/incidents/add-note";
import { readyEvents } from "#lib/intake/ready-events";
import { actorOf } from "#lib/opsgenie/actor-of";
import type { Admitted } from "#lib/opsgenie/exchange";
import { inOrder } from "#lib/opsgenie/in-order";
import { keepRequest } from "#lib/opsgenie/keep-request";
import { readInput } from "#lib/opsgenie/read-input";
import { orderKey } from "#lib/opsgenie/reference";
import { type AlertFacts, alertBody, factsOf } from "#lib/reading/opsgenie-alert";
import { Refusal } from "#lib/refusal";
import { opsgenie } from "#lib/sources/opsgenie";
import { cleanJson, truncate } from "#lib/text";

/** Opens an alert, or counts one more on the open one with its alias. Returns the incident's id. */
export async function createAlert(admitted: Admitted): Promise<string> {
  const facts = factsOf(readInput(alertBody, admitted.input));
  // Without an alias each request is an alert of its own, as with Opsgenie.
  const alias = facts.alias ?? admitted.requestId;
  return inOrder(orderKey(admitted.sender.scope, "alias", alias), () => store(admitted, { ...facts, alias }));
}

async function store(admitted: Admitted, facts: AlertFacts & { alias: string }): Promise<string> {
  const reading = opsgenie.read({ ...admitted.input, alias: facts.alias }, {});
  if (!("events" in reading)) throw new Error("a body that was read is unreadable to its source");
  const { scope, integration, actor } = admitted.sender;
  const events = readyEvents(reading.events, scope, { severity: integration.defaultSeverity, source: actor.name });
  const reason = reading.problems.length > 0 ? reading.problems.join(" ") : null;
  const ingested = await keepRequest(admitted, { outcome: "accepted", reason, counts: true, events });
  const [incident] = ingested.incidents;
  if (!incident) throw new Refusal("conflict", "This alert is older than its own end, so nothing was opened.");
  const isNew = await keepFacts(incident.id, facts);
  if (isNew && facts.note.trim()) await addNote(incident.id, facts.note, { actor: actorOf(admitted), now: now() });
  return incident.id;
}

// An open alert keeps what it was created with, as with Opsgenie; also when a create was cut off before this line.
async function keepFacts(incidentId: string, { alias, ...facts }: AlertFacts & { alias: string }): Promise<boolean> {
  const { priority, description, entity, source, tags, actions, details, responders } = facts;
  const values = {
    alias: truncate(alias, 512),
    priority,
    description,
    entity,
    source,
    tags,
    actions,
    details,
    responders,
  };
  const rows = await db()
    .insert(opsgenieAlerts)
    .values({ ...storable(values), incidentId })
    .onConflictDoNothing()
    .returning({ incidentId: opsgenieAlerts.incidentId });
  return rows.length > 0;
}

// cleanJson keeps the shape of what it is given.
const storable = <T extends object>(values: T): T => cleanJson(values) as T;
