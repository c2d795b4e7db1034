import type { IncidentSnapshot, Message } from "#lib/channels/contract";
import { type EventType, testEventType } from "#lib/events/catalogue";

/** A row of platform_events, as far as a message needs it. */
export type EventRow = { id: string; type: string; payload: Record<string, unknown>; occurredAt: Date };

export const testPrefix = "[Test message]";

/** What a channel is to tell of a platform event. `base` is where people reach Tocsin. */
export function messageOf(event: EventRow, base: string): Message {
  const payload = readPayload(event.payload);
  const actor = withoutAddress(payload.actor ?? { kind: "system", id: null, name: "Tocsin" });
  const details = payload.details ?? {};
  return {
    id: messageId(event.id),
    type: event.type,
    test: event.type === testEventType,
    summary:
      payload.summary ??
      summaryOf(event.type, { actor, details, ...(payload.incident && { incident: payload.incident }) }),
    occurredAt: event.occurredAt.toISOString(),
    actor,
    details,
    ...(payload.incident && { incident: payload.incident }),
    ...(payload.subject && { subject: payload.subject }),
    url: urlOf(event.type, payload.incident, base),
  };
}

/** What receivers drop repeats by. */
export const messageId = (eventId: string): string => `evt_${eventId}`;

/** The payload of a test: an incident that does not exist, marked so in every text. */
export function testPayload(actor: Message["actor"], id: string, now: Date): Record<string, unknown> {
  const title = `${testPrefix} High CPU on web-01`;
  const at = now.toISOString();
  const incident: IncidentSnapshot = {
    id,
    number: 0,
    title,
    status: "triggered",
    severity: "info",
    urgency: "low",
    source: "tocsin",
    dedupKey: `test/${id}`,
    service: { id, name: "Test service" },
    assignees: [],
    alertCount: 1,
    openedAt: at,
    acknowledgedAt: null,
    resolvedAt: null,
    snoozedUntil: null,
    links: [],
  };
  return { actor, incident, summary: `${testPrefix} ${actor.name} tests this integration. Nothing is wrong.` };
}

/** The id of an integration opens incidents: receivers are told its name only. */
function withoutAddress(actor: Message["actor"]): Message["actor"] {
  return actor.kind === "integration" ? { ...actor, id: null } : actor;
}

type Payload = {
  actor?: Message["actor"];
  incident?: IncidentSnapshot;
  details?: Record<string, unknown>;
  summary?: string;
  subject?: Record<string, unknown>;
};

// Tocsin wrote it itself: recordChange and ingest write actor, incident and details, recordSystemEvent actor, summary and subject.
const readPayload = (payload: Record<string, unknown>): Payload => payload as Payload;

type Told = { actor: Message["actor"]; details: Record<string, unknown>; incident?: IncidentSnapshot };

function summaryOf(type: string, told: Told): string {
  const { incident } = told;
  if (!incident) return type;
  const tell = sentences[type as EventType] ?? (() => type);
  return tell({
    ...told,
    incident,
    which: `#${incident.number}`,
    who: told.actor.kind === "person" || told.actor.kind === "api_key" ? ` by ${told.actor.name}` : "",
  });
}

type Sentence = (told: Told & { incident: IncidentSnapshot; which: string; who: string }) => string;

const sentences: Partial<Record<EventType, Sentence>> = {
  "incident.triggered": ({ which, incident }) => `${which} triggered: ${incident.title}`,
  "incident.acknowledged": ({ which, who, incident }) => `${which} acknowledged${who}: ${incident.title}`,
  "incident.unacknowledged": ({ which, who, incident }) => `${which} given back${who}: ${incident.title}`,
  "incident.resolved": ({ which, who, incident }) => `${which} resolved${who}: ${incident.title}`,
  "incident.reopened": ({ which, who, incident }) => `${which} reopened${who}: ${incident.title}`,
  "incident.snoozed": ({ which, who, incident }) =>
    `${which} snoozed${who}${incident.snoozedUntil ? ` until ${minuteOf(incident.snoozedUntil)}` : ""}: ${incident.title}`,
  "incident.unsnoozed": ({ which, incident }) => `${which} needs attention again: ${incident.title}`,
  "incident.assigned": ({ which, incident }) =>
    `${which} assigned to ${incident.assignees.map((one) => one.name).join(", ") || "nobody"}: ${incident.title}`,
  "incident.noted": ({ which, actor, details }) =>
    `${actor.name} on ${which}: ${typeof details.text === "string" ? details.text : ""}`,
  "incident.changed": ({ which, who, incident, details }) =>
    `${which} has another ${typeof details.field === "string" ? details.field : "title"}${who}: ${incident.title}`,
};

function urlOf(type: string, incident: IncidentSnapshot | undefined, base: string): string {
  if (incident?.number) return `${base}/incidents/${incident.number}`;
  return `${base}/${type.startsWith("system.user") ? "people" : "integrations"}`;
}

const minuteOf = (moment: string) => `${new Date(moment).toISOString().slice(0, 16).replace("T", " ")} UTC`;
