import { sql } from "drizzle-orm";
import {
  check,
  index,
  integer,
  jsonb,
  pgTable,
  smallint,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { id, moment } from "#db/schema/columns";
import type { Role, Scope } from "#db/vocabulary";

/** One row: its primary key makes the first run happen once. */
export const companies = pgTable(
  "companies",
  { id: integer().primaryKey().default(1), name: text().notNull(), createdAt: moment().notNull() },
  (table) => [check("companies_only_one", sql`${table.id} = 1`)],
);

export const people = pgTable(
  "people",
  {
    id: id(),
    email: text().notNull(),
    name: text().notNull(),
    role: text().$type<Role>().notNull(),
    /** Null until the person has followed the invitation. */
    passwordHash: text(),
    timeZone: text().notNull().default("UTC"),
    createdAt: moment().notNull(),
    disabledAt: moment(),
  },
  (table) => [uniqueIndex("people_email").on(sql`lower(${table.email})`)],
);

/** How a person can be reached: by a channel, at an address that only the program reads. */
export const contactMethods = pgTable(
  "contact_methods",
  {
    id: id(),
    personId: uuid()
      .notNull()
      .references(() => people.id),
    /** The channel's id. */
    channel: text().notNull(),
    /** In the channel's own schema of an address, sealed. */
    address: jsonb().$type<{ sealed: string }>().notNull(),
    /** When the person proved that it is theirs. */
    verifiedAt: moment(),
    disabledAt: moment(),
    /** The order in which they are tried. */
    position: smallint().notNull(),
  },
  (table) => [index("contact_methods_of_person").on(table.personId, table.position)],
);

/** A signed-in browser; the row can be revoked, the cookie alone proves nothing. */
export const sessions = pgTable(
  "sessions",
  {
    id: id(),
    personId: uuid()
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    createdAt: moment().notNull(),
    expiresAt: moment().notNull(),
    lastSeenAt: moment().notNull(),
    revokedAt: moment(),
    userAgent: text(),
    ip: text(),
  },
  (table) => [index("sessions_of_person").on(table.personId)],
);

export const invitations = pgTable("invitations", {
  id: id(),
  personId: uuid()
    .notNull()
    .references(() => people.id, { onDelete: "cascade" }),
  tokenHash: text().notNull().unique(),
  createdAt: moment().notNull(),
  expiresAt: moment().notNull(),
  usedAt: moment(),
});

export const apiKeys = pgTable("api_keys", {
  id: id(),
  name: text().notNull(),
  keyHash: text().notNull().unique(),
  /** The last four characters, so that people can tell keys apart. */
  ending: text().notNull(),
  scopes: text().array().$type<Scope[]>().notNull(),
  createdBy: uuid().references(() => people.id),
  createdAt: moment().notNull(),
  expiresAt: moment(),
  revokedAt: moment(),
  lastUsedAt: moment(),
});

/** Attempts to sign in, counted by address, by account and by browser until `expire`. */
export const signInFailures = pgTable("sign_in_failures", {
  key: text().primaryKey(),
  points: integer().notNull().default(0),
  expire: timestamp({ withTimezone: true, mode: "date" }),
});
