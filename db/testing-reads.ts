import { expect } from "vitest";
import { closeDatabase, connectAlone } from "#db/client";
import { type Sql, sqlOn } from "#db/sql";
import { env } from "#lib/env";

/**
 * How many blocks of `table` and its indexes are read while `work` runs: what it costs however fast the machine is. Nothing
 * else may use the database meanwhile.
 */
export async function blocksRead(table: string, work: () => Promise<unknown>): Promise<number> {
  const client = connectAlone(env().DATABASE_URL);
  await client.connect();
  const watching = sqlOn(client);
  const before = await blocksSoFar(watching, table);
  await work();
  const after = await blocksSoFar(watching, table);
  await client.end();
  return after - before;
}

/** A connection tells what it read when it ends. What `work` still does behind its answer may open one again. */
async function blocksSoFar(watching: Sql, table: string): Promise<number> {
  const others = async () => {
    await closeDatabase();
    return watching`select application_name, state, query from pg_stat_activity
      where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()`;
  };
  await expect.poll(others).toEqual([]);
  const [row] = await watching`select (heap_blks_read + heap_blks_hit + idx_blks_read + idx_blks_hit)::float8 as blocks
    from pg_statio_user_tables where relname = ${table}`;
  return Number(row?.blocks);
}
