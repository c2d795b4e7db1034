import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { type Db, drizzleOn, queries } from "#db/client";
import { isClash, isOutage } from "#db/errors";
import { type Sql, sqlOn } from "#db/sql";

/** Drizzle within a transaction. */
export type Tx = Db & { readonly isTransaction: true };

/**
 * Runs `work` in one transaction: all of it is stored, or nothing and it throws. It is run once more after a clash, so it may
 * change nothing but the database. Both arguments speak to the same connection. When the answer to the commit is lost, it
 * throws although everything may be stored.
 */
export function transaction<Result>(work: (tx: Tx, sql: Sql) => Promise<Result>): Promise<Result> {
  return onceMoreAfterClash(() => inTransaction(work));
}

const pauseMs = 100;

/** Runs `store` again when Postgres ended it because it clashed with another (deadlock, serialisation): nothing was stored. */
export async function onceMoreAfterClash<Result>(store: () => Promise<Result>): Promise<Result> {
  try {
    return await store();
  } catch (error) {
    if (!isClash(error)) throw error;
    // The other one goes first: without a pause its row could be taken from it once more.
    await sleep(pauseMs * (0.5 + Math.random()));
    return store();
  }
}

async function inTransaction<Result>(work: (tx: Tx, sql: Sql) => Promise<Result>): Promise<Result> {
  const client = await queries().connect();
  let isBroken = false;
  try {
    await client.query("begin");
    const result = await work(Object.assign(drizzleOn(client), { isTransaction: true as const }), sqlOn(client));
    await commit(client);
    return result;
  } catch (error) {
    isBroken = (isOutage(error) && !isClash(error)) || !(await rolledBack(client));
    throw error;
  } finally {
    // Whatever a broken connection was still doing ends with it.
    client.release(isBroken);
  }
}

/** Postgres answers the commit of a failed transaction with a rollback and no error. */
async function commit(client: pg.PoolClient): Promise<void> {
  const { command } = await client.query("commit");
  if (command !== "COMMIT")
    throw new Error("a statement of the transaction failed and was passed over: nothing was stored");
}

async function rolledBack(client: pg.PoolClient): Promise<boolean> {
  return client.query("rollback").then(
    () => true,
    () => false,
  );
}
