import type { Message } from "#lib/channels/contract";
import type { Told } from "#lib/events/contract";
import type { IncidentSnapshot } from "#lib/events/incident-snapshot";
import { incidentPath } from "#lib/events/incidents";
import { findEvent } from "#lib/events/index";
import { testEventType } from "#lib/events/test-message";

/** A row of platform_events, as far as a message needs it. */
export type EventRow = { id: string; type: string; payload: Record<string, unknown>; occurredAt: Date };

/** What a channel is to tell of a platform event. `base` is where people reach Tocsin. */
export function messageOf(event: EventRow, base: string): Message {
  const { incident, details = {}, subject, actor = nobody } = readPayload(event.payload);
  const { summary, path } = toldOf(event);
  return {
    id: messageId(event.id),
    type: event.type,
    test: event.type === testEventType,
    summary,
    occurredAt: event.occurredAt.toISOString(),
    actor: withoutAddress(actor),
    details,
    ...(incident && { incident }),
    ...(subject && { subject }),
    url: `${base}${path}`,
  };
}

/** What receivers drop repeats by. */
export const messageId = (eventId: string): string => `evt_${eventId}`;

// A test is in no catalogue, and a payload of another release may not fit: both are told by what they carry.
function toldOf({ type, payload }: EventRow): Told {
  const told = findEvent(type)?.tell(payload);
  if (told) return told;
  const { incident, summary = incident ? `${type} #${incident.number}: ${incident.title}` : type } =
    readPayload(payload);
  return { summary, path: incident ? incidentPath(incident) : "/integrations" };
}

/** The id of an integration opens incidents: receivers are told its name only. */
function withoutAddress(actor: Message["actor"]): Message["actor"] {
  return actor.kind === "integration" ? { ...actor, id: null } : actor;
}

const nobody: Message["actor"] = { kind: "system", id: null, name: "Tocsin" };

type Payload = {
  actor?: Message["actor"];
  incident?: IncidentSnapshot;
  details?: Record<string, unknown>;
  summary?: string;
  subject?: Record<string, unknown>;
};

// Tocsin wrote it itself; a test holds every writer to the payload of its event.
const readPayload = (payload: Record<string, unknown>): Payload => payload as Payload;
