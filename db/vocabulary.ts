/** The words stored in columns. Imports nothing; anyone may import it. */

export const severities = ["info", "warning", "error", "critical"] as const;
/** How bad a sender says it is, mildest first. */
export type Severity = (typeof severities)[number];

export const urgencies = ["low", "high"] as const;
export type Urgency = (typeof urgencies)[number];

export const actions = ["trigger", "acknowledge", "resolve"] as const;
/** What an event asks of the incident with its dedup key. */
export type Action = (typeof actions)[number];

export const incidentStatuses = ["triggered", "acknowledged", "resolved"] as const;
export type IncidentStatus = (typeof incidentStatuses)[number];

/** What became of a received request. A late one was over the limit and waits for its turn. */
export const outcomes = ["accepted", "late", "ignored", "test", "handshake", "refused"] as const;
export type Outcome = (typeof outcomes)[number];

export const roles = ["observer", "responder", "admin"] as const;
/** What a person may do; each role may do all that the ones before it may. */
export type Role = (typeof roles)[number];

export const scopes = ["admin", "read", "write", "events:write"] as const;
/** What an API key may do. `admin` may do everything. */
export type Scope = (typeof scopes)[number];

export const actorKinds = ["person", "integration", "api_key", "system"] as const;
export type ActorKind = (typeof actorKinds)[number];
/** Who does something, as it is written into timelines and the audit log. */
export type Actor = { kind: ActorKind; id: string | null; name: string };

export const tocsinItself: Actor = { kind: "system", id: null, name: "Tocsin" };

export const timelineKinds = [
  "triggered",
  "acknowledged",
  "unacknowledged",
  "resolved",
  "reopened",
  "snoozed",
  "snooze_ended",
  "assigned",
  "noted",
  "severity_raised",
  "changed",
  "trigger_ignored",
] as const;
export type TimelineKind = (typeof timelineKinds)[number];

export const subscriptionOwners = ["card", "service"] as const;
/** Who subscribes: a card on the Integrations screen, or a service for its own incidents. */
export type SubscriptionOwner = (typeof subscriptionOwners)[number];

export const deliveryKinds = ["event", "test", "replay"] as const;
export type DeliveryKind = (typeof deliveryKinds)[number];

/** Which deliveries go before others: the lower the earlier. A first page is the first that somebody gets of an incident. */
export const deliveryLanes = { firstPage: 0, page: 1, event: 2, replay: 3 } as const;
export type DeliveryLane = (typeof deliveryLanes)[keyof typeof deliveryLanes];

export const deliveryStates = ["pending", "in_flight", "delivered", "exhausted", "discarded"] as const;
export type DeliveryState = (typeof deliveryStates)[number];

/** How one try of a delivery ended, as a word people read. */
export const attemptClasses = [
  "delivered",
  "accepted",
  "refused_status",
  "redirected",
  "timed_out",
  "connect_timed_out",
  "connection_refused",
  "connection_lost",
  "dns_failed",
  "tls_failed",
  "egress_blocked",
  "misconfigured",
  "rejected",
  "blocked",
  "skipped",
  "interrupted",
] as const;
export type AttemptClass = (typeof attemptClasses)[number];

export const incidentSortKeys = [
  "priority",
  "number",
  "title",
  "service",
  "severity",
  "urgency",
  "alerts",
  "assignee",
  "opened",
  "changed",
] as const;
export type IncidentSortKey = (typeof incidentSortKeys)[number];
/** What a list is ordered by; with a minus the highest, the last of the alphabet or the newest comes first. */
export type IncidentSort = IncidentSortKey | `-${IncidentSortKey}`;

export const incidentSorts = incidentSortKeys.flatMap((key): IncidentSort[] => [key, `-${key}`]);
