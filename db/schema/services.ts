import { sql } from "drizzle-orm";
import { boolean, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { bytes, id, moment } from "#db/schema/columns";
import type { Severity, Urgency } from "#db/vocabulary";

export const services = pgTable(
  "services",
  {
    id: id(),
    name: text().notNull(),
    description: text().notNull().default(""),
    /** The urgency of a new incident by its severity; what is not named is high. */
    urgencies: jsonb().$type<Partial<Record<Severity, Urgency>>>().notNull().default({ info: "low", warning: "low" }),
    createdAt: moment().notNull(),
    deletedAt: moment(),
  },
  (table) => [uniqueIndex("services_name").on(sql`lower(${table.name})`).where(sql`${table.deletedAt} is null`)],
);

export const integrations = pgTable(
  "integrations",
  {
    /** Random (v4), not v7: for unsigned senders the id in the URL is the credential. */
    id: uuid()
      .primaryKey()
      .$defaultFn(() => crypto.randomUUID()),
    serviceId: uuid()
      .notNull()
      .references(() => services.id),
    type: text().notNull(),
    name: text().notNull(),
    /** What the source's own `config` schema allows. */
    config: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    defaultSeverity: text().$type<Severity>().notNull().default("error"),
    /** Zero means no limit. */
    rateLimitPerMinute: integer().notNull().default(120),
    /** Its dedup keys are those of the service's other integrations that share theirs, and of events sent with an API key. */
    sharesKeys: boolean().notNull().default(false),
    /** Sealed; null when requests need no signature. */
    signatureSecret: bytes(),
    /** Sealed; the secret before this one, which senders may go on using until it expires. */
    previousSignatureSecret: bytes(),
    previousSecretExpiresAt: moment(),
    /** The header the proof is in, where it is not one of the source's own. */
    signatureHeader: text(),
    /** The Amazon SNS topic that was confirmed first; messages of another one are refused. */
    pinnedTopic: text(),
    createdAt: moment().notNull(),
    disabledAt: moment(),
    deletedAt: moment(),
  },
  (table) => [index("integrations_of_service").on(table.serviceId)],
);

/** A key is looked up by its hash; a rotated one works until it expires. */
export const integrationKeys = pgTable(
  "integration_keys",
  {
    keyHash: text().primaryKey(),
    integrationId: uuid()
      .notNull()
      .references(() => integrations.id, { onDelete: "cascade" }),
    sealedKey: bytes().notNull(),
    createdAt: moment().notNull(),
    expiresAt: moment(),
  },
  (table) => [index("integration_keys_of_integration").on(table.integrationId)],
);

/** Requests counted against the limit, one row for each integration and minute, so that the limit holds across processes. */
export const integrationUsage = pgTable(
  "integration_usage",
  { integrationId: uuid().notNull(), minute: moment().notNull(), used: integer().notNull() },
  (table) => [uniqueIndex("integration_usage_minute").on(table.integrationId, table.minute)],
);

/** The vendors' ids of what was delivered in the last 24 hours: the same one again is a repeat and has no effect. */
export const receivedDeliveries = pgTable(
  "received_deliveries",
  {
    integrationId: uuid().notNull(),
    deliveryId: text().notNull(),
    requestId: uuid().notNull(),
    receivedAt: moment().notNull(),
  },
  (table) => [
    // Two copies of a delivery that come at once race for this.
    primaryKey({ columns: [table.integrationId, table.deliveryId] }),
    index("received_deliveries_age").on(table.receivedAt),
  ],
);
