import { sql } from "drizzle-orm";
import { jsonb, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { id, moment } from "#db/schema/columns";
import { incidents } from "#db/schema/incidents";
import { integrations } from "#db/schema/services";

/** Somebody or something that an Opsgenie client names as responder. */
export type Responder = { type: string; id?: string; name?: string; username?: string };

/** What an alert of the Opsgenie API has beside its incident. An incident that came another way has no row. */
export const opsgenieAlerts = pgTable("opsgenie_alerts", {
  incidentId: uuid()
    .primaryKey()
    .references(() => incidents.id, { onDelete: "cascade" }),
  /** As it was sent; a long one is hashed in the incident's dedup key. */
  alias: text().notNull(),
  /** P1 to P5; the incident's severity rules where the two have parted. */
  priority: text().$type<"P1" | "P2" | "P3" | "P4" | "P5">().notNull(),
  description: text().notNull().default(""),
  entity: text().notNull().default(""),
  source: text().notNull().default(""),
  tags: text().array().notNull().default(sql`'{}'`),
  actions: text().array().notNull().default(sql`'{}'`),
  details: jsonb().$type<Record<string, string>>().notNull().default({}),
  responders: jsonb().$type<Responder[]>().notNull().default([]),
  /** The API no longer finds it; its incident is resolved and stays. */
  deletedAt: moment(),
});

/** Something that says by pings that it is alive, made by its first ping. */
export const heartbeats = pgTable(
  "heartbeats",
  {
    id: id(),
    integrationId: uuid()
      .notNull()
      .references(() => integrations.id, { onDelete: "cascade" }),
    name: text().notNull(),
    createdAt: moment().notNull(),
    lastPingAt: moment().notNull(),
  },
  (table) => [uniqueIndex("heartbeats_name").on(table.integrationId, table.name)],
);
