import { customType, timestamp, uuid } from "drizzle-orm/pg-core";
import { newId } from "#db/id";

/** A uuid v7 made by the application, so that ids sort by the time they were made. */
export const id = () => uuid().primaryKey().$defaultFn(newId);

/** A point in time: named for what happened then, null while it has not. */
export const moment = () => timestamp({ withTimezone: true, mode: "date" });

export const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => "bytea" });

export const searchVector = customType<{ data: string }>({ dataType: () => "tsvector" });
