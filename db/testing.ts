import postgres from "postgres";
import { afterAll, inject } from "vitest";
import { closeDatabase, connect, type Db, db, sql } from "#db/client";
import { type Sql, sqlOn } from "#db/sql";

/** A migrated database for this test file alone; `sql()`, `db()` and `env()` use it. Call it in `beforeAll`; it goes away after the last test. */
export async function testDatabase(): Promise<{ url: string; sql: Sql; db: Db }> {
  const url = String(process.env.DATABASE_URL);
  const name = new URL(url).pathname.slice(1);
  await closeDatabase();
  await asAdmin(async (admin) => {
    await admin`drop database if exists ${admin(name)} with (force)`;
    await admin.unsafe(`create database "${name}" template "${inject("cluster").template}" strategy file_copy`);
  });
  afterAll(async () => {
    await closeDatabase();
    await asAdmin((admin) => admin`drop database if exists ${admin(name)} with (force)`);
  });
  return { url, sql: sql(), db: db() };
}

/** Runs statements that fill tables, which may take longer than any of the product may. */
export async function fill(work: (sql: Sql) => Promise<unknown>): Promise<void> {
  const pool = connect(String(process.env.DATABASE_URL), 1, { answerMs: 240_000 });
  try {
    await work(sqlOn(pool));
  } finally {
    await pool.end();
  }
}

async function asAdmin(work: (admin: postgres.Sql) => Promise<unknown>): Promise<void> {
  const admin = postgres(inject("cluster").url, { max: 1, onnotice: () => {} });
  try {
    await work(admin);
  } finally {
    await admin.end({ timeout: 2 });
  }
}
