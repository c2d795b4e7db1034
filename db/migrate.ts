import path from "node:path";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate as migrateWithDrizzle } from "drizzle-orm/postgres-js/migrator";
import { runMigrations } from "graphile-worker";
import { connect } from "#db/client";
import { preparePartitions } from "#db/partitions";

/** Held while migrating, so that processes starting together do it one after the other. */
const migrationLock = 7_205_511;

/** Brings the database at `url` to the current schema, timers' tables and partitions included. Safe to run at every start. */
export async function migrate(url: string, now: Date = new Date()): Promise<void> {
  const client = connect(url, 1);
  try {
    await client`select pg_advisory_lock(${migrationLock})`;
    await migrateWithDrizzle(drizzle(client), { migrationsFolder: path.join(import.meta.dirname, "migrations") });
    await runMigrations({ connectionString: url });
    await preparePartitions(client, now);
  } finally {
    await client.end({ timeout: 5 });
  }
}

if (import.meta.main || process.argv[1] === import.meta.filename) {
  const { env } = await import("#lib/env");
  await migrate(env().DATABASE_URL);
}
