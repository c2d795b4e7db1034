import type pg from "pg";
import { z } from "zod";
import { sqlOn } from "#db/sql";

/** The large logs, and the column whose day decides. */
const dayColumns = { requests: "received_at", attempts: "at" } as const;
const partitioned: Partitioned[] = ["requests", "attempts"];
const daysAhead = 7;
const dayMs = 86_400_000;

/** Makes the day partitions of the large logs for `now` and the week after it. */
export async function preparePartitions(pool: pg.Pool, now: Date): Promise<void> {
  for (const table of partitioned) {
    for (let day = 0; day <= daysAhead; day++)
      await createPartition(pool, table, new Date(now.getTime() + day * dayMs));
  }
}

/** Drops the day partitions that end before `keepFrom` and returns their names. */
export async function dropPartitionsBefore(pool: pg.Pool, keepFrom: Date): Promise<string[]> {
  const rows = await sqlOn(pool).of(partitionRow)`
    select c.relname as name from pg_inherits i
    join pg_class c on c.oid = i.inhrelid join pg_class p on p.oid = i.inhparent
    where p.relname = any (${partitioned}) and c.relname ~ '_[0-9]{8}$' and right(c.relname, 8) < ${dayName(keepFrom)}`;
  for (const { name } of rows) await pool.query(`drop table "${name}"`);
  return rows.map((row) => row.name);
}

const partitionRow = z.object({ name: z.string() });

type Partitioned = keyof typeof dayColumns;

async function createPartition(pool: pg.Pool, table: Partitioned, day: Date): Promise<void> {
  const name = `${table}_${dayName(day)}`;
  const from = new Date(Math.floor(day.getTime() / dayMs) * dayMs).toISOString();
  const until = new Date(Date.parse(from) + dayMs).toISOString();
  const [known] = await sqlOn(pool)`select from pg_class where relname = ${name}`;
  if (known) return;
  // Rows of that day may have come before its partition, as after a week in which nobody prepared: they move in.
  // Statements sent together are one transaction.
  const rows = `from "${table}_default" where "${dayColumns[table]}" >= '${from}' and "${dayColumns[table]}" < '${until}'`;
  await pool.query(`
    lock table "${table}_default" in access exclusive mode;
    create temp table moving on commit drop as select * ${rows};
    delete ${rows};
    create table if not exists "${name}" partition of "${table}" for values from ('${from}') to ('${until}');
    insert into "${table}" select * from moving`);
}

const dayName = (day: Date) => day.toISOString().slice(0, 10).replaceAll("-", "");
