import { z } from "zod";
import { sql } from "#db/client";
import { now } from "#lib/clock";

const mostAtOnce = 500;

/** Those of these sessions that are not over, revoked, or of a person who was disabled. */
export async function aliveSessions(ids: Iterable<string>): Promise<ReadonlySet<string>> {
  const asked = [...new Set(ids)];
  const alive = new Set<string>();
  for (let at = 0; at < asked.length; at += mostAtOnce)
    for (const id of await aliveOf(asked.slice(at, at + mostAtOnce))) alive.add(id);
  return alive;
}

const sessionRow = z.object({ id: z.string() });

async function aliveOf(ids: string[]): Promise<string[]> {
  const rows = await sql().of(sessionRow)`
    select s.id from sessions s join people p on p.id = s.person_id
    where s.id = any(${ids}::uuid[]) and s.revoked_at is null and s.expires_at > ${now()} and p.disabled_at is null`;
  return rows.map((row) => row.id);
}
