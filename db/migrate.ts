import path from "node:path";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate as migrateWithDrizzle } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";
import { connect } from "#db/client";
import { preparePartitions } from "#db/partitions";

/** Held while migrating, so that processes starting together do it one after the other. */
const migrationLock = 7_205_511;

/** Brings the database at `url` to the current schema, partitions included. Safe to run at every start. */
export async function migrate(url: string, now: Date = new Date()): Promise<void> {
  // A connection that breaks ends the migration, which is tried as a whole again; no statement of it has a deadline.
  const client = postgres(url, { max: 1, connect_timeout: 10, onnotice: () => {} });
  const pool = connect(url, 1, { answerMs: 600_000, lockMs: 60_000 });
  try {
    await client`select pg_advisory_lock(${migrationLock})`;
    await migrateWithDrizzle(drizzle(client), { migrationsFolder: path.join(import.meta.dirname, "migrations") });
    await preparePartitions(pool, now);
  } finally {
    await Promise.all([client.end({ timeout: 5 }), pool.end()]);
  }
}

if (import.meta.main || process.argv[1] === import.meta.filename) {
  const { env } = await import("#lib/env");
  await migrate(env().DATABASE_URL);
}
