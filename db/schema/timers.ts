import { pgTable, text } from "drizzle-orm/pg-core";
import { moment } from "#db/schema/columns";

/** What is done now and then by one worker at a time. */
export const duties = pgTable("duties", { name: text().primaryKey(), dueAt: moment().notNull() });
