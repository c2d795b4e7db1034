import { drizzle } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import * as delivery from "#db/schema/delivery";
import * as incidents from "#db/schema/incidents";
import * as people from "#db/schema/people";
import * as services from "#db/schema/services";
import { env } from "#lib/env";

export const schema = { ...people, ...services, ...incidents, ...delivery };

export type Sql = postgres.Sql;

/** Drizzle over its own client: `drizzle()` changes the serializers of the client it is given. */
export type Db = ReturnType<typeof drizzleOn>;
export type Tx = Parameters<Parameters<Db["transaction"]>[0]>[0];

type Clients = { sql?: Sql; db?: Db };

// Route bundles, instrumentation and the server are different module graphs; a pool must not be made in each.
const held = globalThis as typeof globalThis & { tocsinClients?: Clients };
const clients: Clients = (held.tocsinClients ??= {});

/** The raw client: for ingest, the delivery engine, LISTEN. Connects on first use. */
export function sql(): Sql {
  // One plan for all parameters: planning the ingest statement anew takes longer than running it.
  clients.sql ??= connect(env().DATABASE_URL, env().TOCSIN_POOL_SIZE, "force_generic_plan");
  return clients.sql;
}

/** The Drizzle client: for everything else. Plans each statement for its parameters, as filtered lists need. Connects on first use. */
export function db(): Db {
  clients.db ??= drizzleOn(connect(env().DATABASE_URL, env().TOCSIN_POOL_SIZE));
  return clients.db;
}

/** Ends both pools, waiting at most five seconds for what is running. */
export async function closeDatabase(): Promise<void> {
  const { sql: raw, db: orm } = clients;
  delete clients.sql;
  delete clients.db;
  await Promise.all([raw?.end({ timeout: 5 }), orm?.$client.end({ timeout: 5 })]);
}

/** A pool of `max` connections to `url`; closes idle ones. A database that was away is found again within a second, not in twenty. */
export function connect(url: string, max: number, plans: "auto" | "force_generic_plan" = "auto"): Sql {
  const connection = { application_name: "tocsin", plan_cache_mode: plans };
  return postgres(url, {
    max,
    idle_timeout: 60,
    connect_timeout: 10,
    backoff: secondsBefore,
    onnotice: () => {},
    connection,
  });
}

const secondsBefore = (attempt: number): number => Math.min(0.05 * 2 ** attempt, 1);

function drizzleOn(client: Sql) {
  return drizzle(client, { schema, casing: "snake_case" });
}
