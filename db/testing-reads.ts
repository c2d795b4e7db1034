import { expect } from "vitest";
import { closeDatabase, sql } from "#db/client";

/**
 * How many blocks of `table` and its indexes are read while `work` runs: what it costs however fast the machine is. Nothing
 * else may use the database meanwhile.
 */
export async function blocksRead(table: string, work: () => Promise<unknown>): Promise<number> {
  const before = await blocksSoFar(table);
  await work();
  return (await blocksSoFar(table)) - before;
}

/** A connection tells what it read when it ends. */
async function blocksSoFar(table: string): Promise<number> {
  await closeDatabase();
  await expect.poll(otherConnections).toEqual([]);
  const [row] = await sql()`select (heap_blks_read + heap_blks_hit + idx_blks_read + idx_blks_hit)::float8 as blocks
    from pg_statio_user_tables where relname = ${table}`;
  return Number(row?.blocks);
}

const otherConnections = () => sql()`select application_name, state, query from pg_stat_activity
  where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()`;
