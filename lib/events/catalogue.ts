/** The platform events that a destination may subscribe to, in the order of the form. */
export const catalogue = [
  { id: "incident.triggered", group: "Incidents", label: "Triggered", hint: "A new incident was opened." },
  { id: "incident.acknowledged", group: "Incidents", label: "Acknowledged", hint: "Somebody took the incident." },
  {
    id: "incident.unacknowledged",
    group: "Incidents",
    label: "Unacknowledged",
    hint: "Nobody has the incident again.",
  },
  { id: "incident.resolved", group: "Incidents", label: "Resolved", hint: "The trouble is over." },
  { id: "incident.reopened", group: "Incidents", label: "Reopened", hint: "A resolved incident was opened again." },
  { id: "incident.snoozed", group: "Incidents", label: "Snoozed", hint: "The incident was put to sleep until a time." },
  {
    id: "incident.unsnoozed",
    group: "Incidents",
    label: "Snooze ended",
    hint: "A snoozed incident needs attention again.",
  },
  { id: "incident.assigned", group: "Incidents", label: "Assigned", hint: "The incident was given to other people." },
  { id: "incident.noted", group: "Incidents", label: "Note added", hint: "Somebody wrote a note." },
  { id: "incident.changed", group: "Incidents", label: "Changed", hint: "Its title, severity or tags are others now." },
  {
    id: "system.integration_disabled",
    group: "System related",
    label: "Integration disabled",
    hint: "A person switched an integration off.",
  },
  {
    id: "system.integration_broken",
    group: "System related",
    label: "Integration disabled automatically",
    hint: "Too many of its requests failed.",
  },
  {
    id: "system.integration_deleted",
    group: "System related",
    label: "Integration deleted",
    hint: "A person removed an integration.",
  },
  { id: "system.user_created", group: "System related", label: "Person added", hint: "Somebody was invited." },
  {
    id: "system.user_updated",
    group: "System related",
    label: "Person changed",
    hint: "A role or a name was changed.",
  },
  {
    id: "system.user_deleted",
    group: "System related",
    label: "Person disabled",
    hint: "Somebody can no longer sign in.",
  },
] as const;

export type EventType = (typeof catalogue)[number]["id"];

/** Sent by *Test*; nobody subscribes to it. */
export const testEventType = "integration.test";

export const eventTypes: readonly EventType[] = catalogue.map((event) => event.id);
