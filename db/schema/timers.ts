import { pgTable, text } from "drizzle-orm/pg-core";
import { moment } from "#db/schema/columns";

/** A live pool of timers, under graphile-worker's own name for it. The jobs of a pool that is not here are another's. */
export const timerHeartbeats = pgTable("timer_heartbeats", { id: text().primaryKey(), seenAt: moment().notNull() });
