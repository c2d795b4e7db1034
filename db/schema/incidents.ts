import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { bytes, id, moment, searchVector } from "#db/schema/columns";
import { services } from "#db/schema/services";
import type {
  Action,
  Actor,
  ActorKind,
  IncidentStatus,
  Outcome,
  Severity,
  TimelineKind,
  Urgency,
} from "#db/vocabulary";

/** One event as the inspector and the API show it. */
export type ReadEvent = {
  action: Action;
  dedupKey: string;
  summary?: string;
  source?: string;
  severity?: Severity;
  links: Link[];
  /** It was to open nothing and to page nobody. */
  suppressed?: boolean;
  /** It was to open nothing before this moment. */
  heldUntil?: string;
};
export type Link = { href: string; text?: string };
export type Image = { src: string; href?: string; alt?: string };

export const incidents = pgTable(
  "incidents",
  {
    id: id(),
    /** What people say aloud: #412. */
    number: bigint({ mode: "number" }).notNull().unique().generatedByDefaultAsIdentity(),
    serviceId: uuid()
      .notNull()
      .references(() => services.id),
    /** The integration the dedup key belongs to, or the service when it came by an API key. */
    dedupScope: uuid().notNull(),
    dedupKey: text().notNull(),
    title: text().notNull(),
    source: text().notNull(),
    status: text().$type<IncidentStatus>().notNull(),
    severity: text().$type<Severity>().notNull(),
    urgency: text().$type<Urgency>().notNull(),
    assigneeIds: uuid().array().notNull().default(sql`'{}'`),
    alertCount: integer().notNull(),
    links: jsonb().$type<Link[]>().notNull().default([]),
    images: jsonb().$type<Image[]>().notNull().default([]),
    openedAt: moment().notNull(),
    lastAlertAt: moment().notNull(),
    acknowledgedAt: moment(),
    resolvedAt: moment(),
    snoozedUntil: moment(),
    changedAt: moment().notNull(),
    /** Words, cut at the separators of host names and keys. */
    search: searchVector().generatedAlwaysAs(
      sql`to_tsvector('simple', regexp_replace(number::text || ' ' || left(title, 1000) || ' ' || left(source, 255) || ' ' || left(dedup_key, 255), '[-_./:@=]+', ' ', 'g'))`,
    ),
    /** What lists are filtered by; apart from the words, which would else be cut anew at each change of severity. */
    facets: text()
      .array()
      .generatedAlwaysAs(sql`array['severity=' || severity, 'urgency=' || urgency, 'source=' || left(source, 255)]`),
    /** What needs somebody first, high before low: triggered, acknowledged, snoozed, resolved. */
    priority: smallint().generatedAlwaysAs(
      sql`case when status = 'resolved' then 0 when snoozed_until is not null then 1 else (case status when 'triggered' then 4 else 2 end) + (case urgency when 'high' then 1 else 0 end) end`,
    ),
  },
  (table) => [
    // One open incident for a dedup key, whatever races: ingest is insert-on-conflict against this.
    uniqueIndex("incidents_open_dedup_key")
      .on(table.dedupScope, table.dedupKey)
      .where(sql`${table.status} <> 'resolved'`),
    // The first page of the Open tab and its count, however many are resolved.
    index("incidents_open")
      .on(table.number)
      .where(sql`${table.status} <> 'resolved' and ${table.snoozedUntil} is null`),
    index("incidents_snooze_due").on(table.snoozedUntil).where(sql`${table.snoozedUntil} is not null`),
    index("incidents_snoozed").on(table.number).where(sql`${table.snoozedUntil} is not null`),
    // The tabs of one status, however few the rows among a million.
    index("incidents_of_status").on(table.status, table.number),
    index("incidents_of_service").on(table.serviceId, table.number),
    // The order in which people are shown them first.
    index("incidents_by_priority").on(table.priority, table.number),
    // What one integration opened, as the Opsgenie API lists it.
    index("incidents_of_scope").on(table.dedupScope, table.number),
    // What is open of one service, however many of it are resolved.
    index("incidents_open_of_service").on(table.serviceId, table.number).where(sql`${table.status} <> 'resolved'`),
    index("incidents_mine").using("gin", table.assigneeIds).where(sql`${table.status} <> 'resolved'`),
    index("incidents_assigned").using("gin", table.assigneeIds).where(sql`${table.assigneeIds} <> '{}'`),
    index("incidents_opened").on(table.openedAt),
    index("incidents_search").using("gin", table.search, table.facets),
  ],
);

/** Every request that reached an integration. Partitioned by day; old days are dropped. */
export const requests = pgTable(
  "requests",
  {
    id: uuid().notNull(),
    receivedAt: moment().notNull(),
    /** Null when the request named no integration that exists. */
    integrationId: uuid(),
    source: text().notNull(),
    method: text().notNull(),
    path: text().notNull(),
    /** Without secrets. */
    query: text().notNull(),
    headers: jsonb().$type<Record<string, string>>().notNull(),
    body: bytes().notNull(),
    ip: text().notNull(),
    outcome: text().$type<Outcome>().notNull(),
    reason: text(),
    status: smallint().notNull(),
    events: jsonb().$type<ReadEvent[]>().notNull(),
    incidentIds: uuid().array().notNull().default(sql`'{}'`),
    durationMs: integer().notNull(),
    /** The request this one is a replay of. */
    replayOf: uuid(),
  },
  (table) => [
    primaryKey({ columns: [table.id, table.receivedAt] }),
    index("requests_of_integration").on(table.integrationId, table.receivedAt, table.id),
    // What became of a request later; few are ever replayed.
    index("requests_replays").on(table.replayOf).where(sql`${table.replayOf} is not null`),
  ],
);

/** One received event, kept with its incident after the request that carried it is gone. */
export const alerts = pgTable(
  "alerts",
  {
    id: id(),
    /** Null when no request carried it: a person or Tocsin itself produced it. */
    requestId: uuid(),
    // No foreign keys: the one statement that writes alerts has their rows in hand, and thousands a second arrive.
    integrationId: uuid(),
    serviceId: uuid().notNull(),
    /** Null for an acknowledge or resolve that found nothing open. */
    incidentId: uuid(),
    action: text().$type<Action>().notNull(),
    /** What its key belongs to, as with incidents. */
    dedupScope: uuid(),
    dedupKey: text().notNull(),
    summary: text().notNull(),
    source: text().notNull(),
    severity: text().$type<Severity>().notNull(),
    details: jsonb().$type<Record<string, unknown>>().notNull(),
    links: jsonb().$type<Link[]>().notNull(),
    images: jsonb().$type<Image[]>().notNull(),
    /** When the sender says it happened. */
    occurredAt: moment(),
    receivedAt: moment().notNull(),
    /** It opened nothing and paged nobody, as was decided when it came. */
    suppressed: boolean().notNull().default(false),
  },
  (table) => [
    index("alerts_of_incident").on(table.incidentId, table.id),
    // The resolves of a key that came after a moment: was a trigger late, or overtaken while it waited?
    index("alerts_resolving")
      .on(table.dedupScope, table.dedupKey, table.receivedAt)
      .where(sql`${table.action} = 'resolve'`),
  ],
);

/** An event as it waits: what an alert is made of. */
export type WaitingEvent = {
  scope: string;
  action: Action;
  dedupKey: string;
  summary: string;
  source: string;
  severity: Severity;
  details: Record<string, unknown>;
  links: Link[];
  images: Image[];
  occurredAt: string | null;
} & Decided;

/** What was decided about an event when it came; what is left out is as usual. */
export type Decided = {
  /** The service whose incident it opens; one that is gone is passed over. */
  serviceId?: string;
  urgency?: Urgency;
  /** A trigger that opens nothing and pages nobody: its alert is stored, with the incident that is open anyway. */
  suppressed?: boolean;
  /** A trigger that opens nothing before this moment, and nothing at all when its key is resolved until then. */
  pauseUntil?: string;
  /** A line for the timeline of its incident, where it stands once. */
  note?: string;
};

/** A part of a request that was over its integration's limit and waits for its turn, without its resolves: they never wait. */
export const lateRequests = pgTable(
  "late_requests",
  {
    requestId: uuid().notNull(),
    part: integer().notNull(),
    integrationId: uuid().notNull(),
    /** When the request came, by which its row is found. */
    receivedAt: moment().notNull(),
    /** When it was stored. A resolve of the same key that was stored later has overtaken it. */
    waitingSince: moment().notNull(),
    dueAt: moment().notNull(),
    events: jsonb().$type<WaitingEvent[]>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.requestId, table.part] }),
    // Whose turn it is, first come first served.
    index("late_requests_turn").on(table.integrationId, table.waitingSince, table.requestId, table.part),
    index("late_requests_due").on(table.dueAt, table.integrationId),
  ],
);

/** A trigger that is held back: it opens its incident at `dueAt`, unless its key is resolved before. */
export const heldEvents = pgTable(
  "held_events",
  {
    id: id(),
    requestId: uuid(),
    receivedAt: moment(),
    origin: jsonb().$type<HeldOrigin>().notNull(),
    waitingSince: moment().notNull(),
    dueAt: moment().notNull(),
    event: jsonb().$type<WaitingEvent>().notNull(),
  },
  (table) => [index("held_events_due").on(table.dueAt, table.id)],
);
export type HeldOrigin = { integrationId: string | null; serviceId: string; actor: Actor };

export const timelineEntries = pgTable(
  "timeline_entries",
  {
    id: id(),
    incidentId: uuid()
      .notNull()
      .references(() => incidents.id),
    at: moment().notNull(),
    kind: text().$type<TimelineKind>().notNull(),
    actorKind: text().$type<ActorKind>().notNull(),
    actorId: uuid(),
    actorName: text().notNull(),
    details: jsonb().$type<Record<string, unknown>>().notNull().default({}),
  },
  (table) => [index("timeline_of_incident").on(table.incidentId, table.at, table.id)],
);
