import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import pg from "pg";
import { type Sql, sqlOn } from "#db/sql";
import { env } from "#lib/env";

/** Drizzle, on a pool or within a transaction. */
export type Db = NodePgDatabase;

type Pools = { statements?: pg.Pool | undefined; queries?: pg.Pool | undefined; closing?: Set<() => Promise<void>> };

// Route bundles, instrumentation and the server are different module graphs; a pool must not be made in each.
const held = globalThis as typeof globalThis & { tocsinPools?: Pools };
const pools: Pools = (held.tocsinPools ??= {});

/** Nobody waits longer for an answer. A statement that is given up on may still be carried out. */
const answerMs = 8_000;
/** Short of that the server ends the statement itself, so that it does not go on behind the caller's back, */
const statementMs = 7_000;
/** and ends the wait for a lock sooner, as that is only worth as much as what waits behind it. */
const lockMs = 5_000;
const connectMs = 5_000;

/** How long a pool waits instead of the usual seconds, for work that nobody waits for. */
export type Deadlines = { answerMs: number; lockMs: number };

/** Runs hand-written SQL: ingest, the delivery engine, the larger queries. Connects on first use. */
export function sql(): Sql {
  return sqlOn(statements());
}

/** Drizzle, for everything else. Connects on first use. */
export function db(): Db {
  return drizzleOn(queries());
}

/** The pool of hand-written SQL: one plan for all parameters, as planning the ingest statement takes longer than running it. */
export function statements(): pg.Pool {
  pools.statements ??= connect(env().DATABASE_URL, env().TOCSIN_POOL_SIZE, { plans: "force_generic_plan" });
  return pools.statements;
}

/** The pool of Drizzle and of transactions: plans each statement for its parameters, as filtered lists need. */
export function queries(): pg.Pool {
  pools.queries ??= connect(env().DATABASE_URL, env().TOCSIN_POOL_SIZE);
  return pools.queries;
}

/** Calls `close` when the database is closed, for what holds a connection of its own. */
export function whenClosed(close: () => Promise<void>): void {
  pools.closing ??= new Set();
  pools.closing.add(close);
}

/** Ends all connections of this process, waiting at most five seconds for what is running. */
export async function closeDatabase(): Promise<void> {
  const { statements, queries, closing } = pools;
  for (const name of ["statements", "queries", "closing"] as const) delete pools[name];
  const { promise: late, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, 5_000);
  const closed = Promise.all([statements?.end(), queries?.end(), ...[...(closing ?? [])].map((close) => close())]);
  await Promise.race([closed, late]);
  clearTimeout(timer);
}

/** A pool of up to `max` connections to `url`. Waiting for a connection and for an answer both end in an error after some seconds. */
export function connect(
  url: string,
  max: number,
  { plans = "auto", ...deadlines }: { plans?: "auto" | "force_generic_plan" } & Partial<Deadlines> = {},
): pg.Pool {
  const pool = new pg.Pool({
    ...connection(url, plans, deadlines),
    max,
    idleTimeoutMillis: 60_000,
    maxLifetimeSeconds: 1_800,
  });
  // A connection that breaks while nobody uses it is replaced; while somebody does, that query says so.
  pool.on("error", () => undefined);
  pool.on("connect", (client) => client.on("error", () => undefined));
  return pool;
}

/** A connection of its own, for LISTEN and for what must not wait behind others. Not connected yet. */
export function connectAlone(url: string, deadlines: Partial<Deadlines> = {}): pg.Client {
  const client = new pg.Client(connection(url, "auto", deadlines));
  client.on("error", () => undefined);
  return client;
}

function connection(url: string, plans: string, deadlines: Partial<Deadlines>): pg.ClientConfig {
  const patienceMs = deadlines.answerMs ?? answerMs;
  return {
    connectionString: readAsLibpq(url),
    application_name: "tocsin",
    options: `-c plan_cache_mode=${plans} -c tcp_user_timeout=${patienceMs}`,
    connectionTimeoutMillis: Math.min(connectMs, patienceMs),
    query_timeout: patienceMs,
    statement_timeout: Math.round((patienceMs * statementMs) / answerMs),
    lock_timeout: deadlines.lockMs ?? lockMs,
    keepAlive: true,
  };
}

/**
 * `sslmode` as psql reads it, and as the driver of the migrations does: `require` asks for encryption and not for a
 * certificate that is known here. pg takes every mode for `verify-full` otherwise.
 */
function readAsLibpq(url: string): string {
  const address = URL.parse(url);
  if (!address?.searchParams.has("sslmode")) return url;
  address.searchParams.set("uselibpqcompat", "true");
  return address.href;
}

const drizzled = new WeakMap<pg.Pool | pg.PoolClient, NodePgDatabase>();

/** Drizzle on a pool or on one of its connections; made once for each, as it remembers the names of columns. */
export function drizzleOn(client: pg.Pool | pg.PoolClient): Db {
  const made = drizzled.get(client) ?? drizzle(client, { casing: "snake_case" });
  drizzled.set(client, made);
  return made;
}
