import type pg from "pg";

/** How many rows each table holds, and a hash of all of them. */
export type Contents = { counts: Record<string, number>; hash: string };

/** Heartbeats and counts of failed sign-ins are written beside what a verb does. */
const passedOver = ["sign_in_failures", "workers"];

/** What the database of this client holds. */
export async function contentsOf(client: pg.Client): Promise<Contents> {
  const { rows } = await client.query<{ name: string }>(
    `select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and not c.relispartition and n.nspname = 'public' order by 1`,
  );
  const tables = rows.map(({ name }) => name).filter((name) => !passedOver.includes(name));
  const each = tables.map(
    (name) =>
      `select '${name}' as name, count(*)::int, md5(coalesce(string_agg(t::text, '' order by t::text), '')) as hash from ${name} t`,
  );
  const found = await client.query<{ name: string; count: number; hash: string }>(
    `${each.join(" union all ")} order by name`,
  );
  return {
    counts: Object.fromEntries(found.rows.map(({ name, count }) => [name, count])),
    hash: found.rows.map(({ hash }) => hash).join(),
  };
}

/** How many rows more, or fewer, each table holds; tables in which nothing changed are left out. */
export const difference = (before: Record<string, number>, after: Record<string, number>) =>
  Object.fromEntries(
    Object.entries(after).flatMap(([name, count]) =>
      count === before[name] ? [] : [[name, count - (before[name] ?? 0)]],
    ),
  );
