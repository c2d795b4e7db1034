import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  real,
  smallint,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { bytes, id, moment } from "#db/schema/columns";
import type {
  ActorKind,
  AttemptClass,
  DeliveryKind,
  DeliveryLane,
  DeliveryState,
  Severity,
  SubscriptionOwner,
  Urgency,
} from "#db/vocabulary";

/** What happened, as others hear of it. Written in the transaction of the change; `dispatchedAt` is null until fanned out. */
export const platformEvents = pgTable(
  "platform_events",
  {
    id: id(),
    /** The order of events of one incident is the order of this number. */
    seq: bigint({ mode: "number" }).notNull().unique().generatedByDefaultAsIdentity(),
    /** An id of the catalogue in lib/events. */
    type: text().notNull(),
    incidentId: uuid(),
    payload: jsonb().$type<Record<string, unknown>>().notNull(),
    /** What subscriptions choose by; null where the event has no such thing. */
    serviceId: uuid(),
    severity: text().$type<Severity>(),
    urgency: text().$type<Urgency>(),
    /** The destination whose answer made it: it is not told there again. */
    originDestinationId: uuid(),
    occurredAt: moment().notNull(),
    dispatchedAt: moment(),
  },
  (table) => [
    // The outbox: what dispatch has still to fan out.
    index("platform_events_undispatched").on(table.seq).where(sql`${table.dispatchedAt} is null`),
    index("platform_events_of_incident").on(table.incidentId),
  ],
);

export const destinations = pgTable("destinations", {
  id: id(),
  /** The channel's id. */
  type: text().notNull(),
  name: text().notNull(),
  /** What is not secret of the channel's config. */
  config: jsonb().$type<Record<string, unknown>>().notNull(),
  /** The secret fields of the config, sealed as one JSON object. */
  secrets: bytes(),
  /** No more are in flight at once, however quick it is. */
  maxInflight: smallint().notNull().default(32),
  consecutiveFailures: integer().notNull().default(0),
  /** When it last took a delivery, written once a minute at most. One that has not for a while gets one delivery at a time first. */
  provenAt: moment(),
  /** Nothing is sent before this moment: the receiver asked us to slow down. */
  notBefore: moment(),
  /** The token bucket of a channel with a limit a minute: how many were left then. Null is a full one. */
  tokens: real(),
  tokensAt: moment(),
  /** When a delivery last ran out of tries; the auto-disable rule waits for one. */
  lastExhaustedAt: moment(),
  /** Where the window of the auto-disable rule starts; set when it is enabled again. */
  statsFrom: moment().notNull(),
  createdAt: moment().notNull(),
  disabledAt: moment(),
  disabledReason: text(),
  /** Its credentials are refused: what waits is held, and one message at a time tries whether they are good again. */
  blockedAt: moment(),
  blockedReason: text(),
  deletedAt: moment(),
});

/** Who hears of which events, through a destination. A card on the Integrations screen is a destination and one of these. */
export const subscriptions = pgTable(
  "subscriptions",
  {
    id: id(),
    destinationId: uuid()
      .notNull()
      .references(() => destinations.id),
    ownerKind: text().$type<SubscriptionOwner>().notNull(),
    /** Null for a card, which is its own owner. */
    ownerId: uuid(),
    /** Who hears it, where a destination serves many: the channel's own schema. */
    address: jsonb().$type<Record<string, unknown>>(),
    /** Event types of the catalogue; none means that nothing is sent. */
    events: text().array().notNull().default(sql`'{}'`),
    /** Null means all. An event that has no service, severity or urgency is not held back by these. */
    serviceIds: uuid().array(),
    severities: text().array().$type<Severity[]>(),
    urgencies: text().array().$type<Urgency[]>(),
    createdAt: moment().notNull(),
  },
  (table) => [
    index("subscriptions_of_destination").on(table.destinationId),
    uniqueIndex("subscriptions_card").on(table.destinationId).where(sql`${table.ownerKind} = 'card'`),
  ],
);

/** What a subject (an incident, by its id) is called at the other end of a destination, for each address there. */
export const subjects = pgTable(
  "subjects",
  {
    destinationId: uuid()
      .notNull()
      .references(() => destinations.id),
    subject: text().notNull(),
    /** The md5 of the address; that of nothing where the destination itself is the address. */
    addressHash: text().notNull(),
    ref: jsonb().$type<Record<string, string>>().notNull(),
    changedAt: moment().notNull(),
  },
  (table) => [primaryKey({ columns: [table.destinationId, table.subject, table.addressHash] })],
);

export type Accepted = { ref: Record<string, string>; asks: number };

/** The queue and the log in one: a message on its way to a destination. */
export const deliveries = pgTable(
  "deliveries",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedByDefaultAsIdentity(),
    eventId: uuid()
      .notNull()
      .references(() => platformEvents.id),
    destinationId: uuid()
      .notNull()
      .references(() => destinations.id),
    /** Null for what was addressed without one: a test. */
    subscriptionId: uuid().references(() => subscriptions.id),
    /** Who hears it, as the subscription said then; a person's is sealed. */
    address: jsonb().$type<Record<string, unknown>>(),
    kind: text().$type<DeliveryKind>().notNull(),
    /** What it is about, for the other end: those of one subject to one address are made one after the other. */
    subject: text(),
    /** Of what is due the lower lane goes first. */
    lane: smallint().$type<DeliveryLane>().notNull().default(2),
    state: text().$type<DeliveryState>().notNull(),
    createdAt: moment().notNull(),
    dueAt: moment().notNull(),
    attempt: smallint().notNull().default(0),
    workerId: uuid(),
    /** Grows with each claim; a result that carries an older number is fenced off. */
    claim: integer().notNull().default(0),
    claimedAt: moment(),
    /** It was taken but is not confirmed: what to ask by, and how often it was asked. */
    accepted: jsonb().$type<Accepted>(),
    lastClass: text().$type<AttemptClass>(),
    lastStatus: smallint(),
    lastError: text(),
    doneAt: moment(),
    replayNumber: integer().notNull().default(0),
  },
  (table) => [
    unique("deliveries_once")
      .on(table.eventId, table.destinationId, table.subscriptionId, table.kind, table.replayNumber)
      .nullsNotDistinct(),
    index("deliveries_due_of_destination")
      .on(table.destinationId, table.lane, table.dueAt, table.id)
      .where(sql`${table.state} = 'pending'`),
    index("deliveries_in_flight_of_destination").on(table.destinationId).where(sql`${table.state} = 'in_flight'`),
    index("deliveries_of_worker").on(table.workerId).where(sql`${table.state} = 'in_flight'`),
    // Is an earlier delivery with this subject still open?
    index("deliveries_order")
      .on(table.destinationId, table.subject, table.id)
      .where(sql`${table.state} in ('pending', 'in_flight')`),
    index("deliveries_next_due").on(table.dueAt).where(sql`${table.state} = 'pending'`),
    index("deliveries_log").on(table.destinationId, table.id),
    // What *Replay all* counts and the log shows under Failed, however many were delivered.
    index("deliveries_failed")
      .on(table.destinationId, table.id)
      .where(sql`${table.state} in ('exhausted', 'discarded')`),
  ],
);

export type AttemptRequest = { method: string; url: string; headers: Record<string, string>; body: string };

/** One try of a delivery, with proof. Partitioned by day; old days are dropped. */
export const attempts = pgTable(
  "attempts",
  {
    deliveryId: bigint({ mode: "number" }).notNull(),
    n: smallint().notNull(),
    /** Nought sent the message; the others asked for the nth time what became of it, when it was accepted. */
    ask: smallint().notNull().default(0),
    at: moment().notNull(),
    class: text().$type<AttemptClass>().notNull(),
    status: smallint(),
    error: text(),
    dnsMs: integer(),
    connectMs: integer(),
    tlsMs: integer(),
    waitMs: integer(),
    totalMs: integer().notNull(),
    remoteAddress: text(),
    /** Without secrets. Null when the worker ended before it could write down what it sent. */
    request: jsonb().$type<AttemptRequest>(),
    responseHeaders: jsonb().$type<Record<string, string>>(),
    responseBody: text(),
    responseTruncated: boolean().notNull().default(false),
    workerId: uuid(),
  },
  (table) => [primaryKey({ columns: [table.deliveryId, table.n, table.at] })],
);

/** Attempts counted in five-minute buckets: what the auto-disable rule looks at. */
export const destinationStats = pgTable(
  "destination_stats",
  {
    destinationId: uuid().notNull(),
    bucket: moment().notNull(),
    ok: integer().notNull().default(0),
    bad: integer().notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.destinationId, table.bucket] })],
);

/** A live worker process. Its deliveries are another's as soon as this row is gone. */
export const workers = pgTable("workers", {
  id: uuid().primaryKey(),
  name: text().notNull(),
  startedAt: moment().notNull(),
  seenAt: moment().notNull(),
});

/** Who changed what, with the state before and after (secrets left out). */
export const auditEntries = pgTable(
  "audit_entries",
  {
    id: id(),
    at: moment().notNull(),
    actorKind: text().$type<ActorKind>().notNull(),
    actorId: uuid(),
    actorName: text().notNull(),
    action: text().notNull(),
    objectType: text().notNull(),
    objectId: text().notNull(),
    before: jsonb(),
    after: jsonb(),
  },
  (table) => [index("audit_newest").on(table.at, table.id)],
);
