import type { z } from "zod";
import type { PlatformEvent } from "#lib/events/contract";
import { incidentEvents } from "#lib/events/incidents";
import { systemEvents } from "#lib/events/system";

/** The platform events that a destination may subscribe to, in the order of the form. A new family is a line here. */
export const events = [...incidentEvents, ...systemEvents];

type Events = (typeof events)[number];
export type EventType = Events["id"];
/** What a row of the outbox carries of an event. */
export type PayloadOf<Type extends EventType> = z.input<Extract<Events, { id: Type }>["payload"]>;

export const eventTypes: readonly EventType[] = events.map((event) => event.id);

/** The event with this id, if the catalogue of this release has it. */
export function findEvent(id: string): PlatformEvent | undefined {
  return byId.get(id);
}

const byId = new Map<string, PlatformEvent>(events.map((event) => [event.id, event]));

/** An event as forms and lists need it. */
export type EventChoice = { id: EventType; group: string; label: string; hint: string };

export const eventChoices: readonly EventChoice[] = events.map(({ id, group, label, hint }) => ({
  ...{ id, group, label, hint },
}));
