import type { Sql } from "#db/client";

const partitioned = ["requests", "attempts"] as const;
const daysAhead = 7;
const dayMs = 86_400_000;

/** Makes the day partitions of the large logs for `now` and the week after it. */
export async function preparePartitions(sql: Sql, now: Date): Promise<void> {
  for (const table of partitioned) {
    for (let day = 0; day <= daysAhead; day++) await createPartition(sql, table, new Date(now.getTime() + day * dayMs));
  }
}

/** Drops the day partitions that end before `keepFrom` and returns their names. */
export async function dropPartitionsBefore(sql: Sql, keepFrom: Date): Promise<string[]> {
  const rows = await sql<{ name: string }[]>`
    select c.relname as name from pg_inherits i
    join pg_class c on c.oid = i.inhrelid join pg_class p on p.oid = i.inhparent
    where p.relname in ${sql([...partitioned])} and c.relname ~ '_[0-9]{8}$' and right(c.relname, 8) < ${dayName(keepFrom)}`;
  for (const { name } of rows) await sql`drop table ${sql(name)}`;
  return rows.map((row) => row.name);
}

async function createPartition(sql: Sql, table: string, day: Date): Promise<void> {
  const name = `${table}_${dayName(day)}`;
  const from = new Date(Math.floor(day.getTime() / dayMs) * dayMs);
  const until = new Date(from.getTime() + dayMs);
  await sql.unsafe(
    `create table if not exists "${name}" partition of "${table}" for values from ('${from.toISOString()}') to ('${until.toISOString()}')`,
  );
}

const dayName = (day: Date) => day.toISOString().slice(0, 10).replaceAll("-", "");
