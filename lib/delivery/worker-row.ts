import type { Sql } from "#db/sql";

/** Announces a worker that is alive; its deliveries are its own for as long as the row is there. */
export async function registerWorker(sql: Sql, id: string, name: string): Promise<void> {
  await sql`insert into workers (id, name, started_at, seen_at) values (${id}, ${name}, now(), now())`;
}

/** Says that the worker still lives. False: it was declared dead, and others do its work. */
export async function beatHeart(sql: Sql, id: string): Promise<boolean> {
  const rows = await sql`update workers set seen_at = now() where id = ${id} returning id`;
  return rows.length > 0;
}

export async function removeWorker(sql: Sql, id: string): Promise<void> {
  await sql`delete from workers where id = ${id}`;
}

/** Removes what is left of an earlier worker of the same name. Only for names that one worker at a time has. */
export async function removePredecessors(sql: Sql, id: string, name: string): Promise<void> {
  await sql`delete from workers where name = ${name} and id <> ${id}`;
}

/**
 * Removes workers that have not been seen for `lifetimeMs`. After a start of the database all of them are overdue, so they get
 * that long to come back.
 */
export async function removeDeadWorkers(sql: Sql, id: string, lifetimeMs: number): Promise<void> {
  await sql`
    delete from workers
    where id <> ${id} and seen_at < now() - make_interval(secs => ${lifetimeMs / 1000})
      and pg_postmaster_start_time() < now() - make_interval(secs => ${lifetimeMs / 1000})`;
}
