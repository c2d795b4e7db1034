import { sql } from "drizzle-orm";
import { index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
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
    /** Sealed; null when requests need no signature. */
    signatureSecret: bytes(),
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
