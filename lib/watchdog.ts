import type pg from "pg";
import { connectAlone, queries, statements } from "#db/client";
import { env } from "#lib/env";
import { log } from "#lib/log";

const askMs = 3_000;
const patienceMs = 5_000;
const mostMisses = 3;

/**
 * Ends a process that has lost its database although the database is there: each pool is asked every three seconds, and one
 * that gave nothing back three times in a row, while a fresh connection answers, calls `onStuck`. Returns how to stop.
 */
export function watchPools(onStuck: () => void): () => void {
  const watched = [statements, queries].map((pool) => ({ pool, misses: 0 }));
  let isAsking = false;
  const timer = setInterval(async () => {
    if (isAsking) return;
    isAsking = true;
    for (const one of watched) one.misses = (await givesBack(one.pool())) ? 0 : one.misses + 1;
    isAsking = false;
    if (watched.every(({ misses }) => misses < mostMisses) || !(await answersAnew())) return;
    log.fatal({}, "a connection pool no longer answers although the database does");
    onStuck();
  }, askMs).unref();
  return () => clearInterval(timer);
}

/** Does the pool answer, or give back any connection meanwhile? One that is only busy does. */
async function givesBack(pool: pg.Pool): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), patienceMs);
  let isAlive = false;
  const seen = (error: unknown) => {
    isAlive ||= !error;
  };
  pool.on("release", seen);
  const asked = pool.query("select 1").then(
    () => true,
    () => false,
  );
  const hasAnswered = await Promise.race([asked, late]);
  clearTimeout(timer);
  pool.off("release", seen);
  return hasAnswered || isAlive;
}

async function answersAnew(): Promise<boolean> {
  const client = connectAlone(env().DATABASE_URL, { answerMs: patienceMs });
  try {
    await client.connect();
    await client.query("select 1");
    return true;
  } catch {
    return false;
  } finally {
    void client.end();
  }
}
