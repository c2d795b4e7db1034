import { z } from "zod";
import { sql } from "#db/client";
import { type Role, roles } from "#db/vocabulary";
import { now } from "#lib/clock";

const mostAtOnce = 500;

/** Those of these sessions that are not over, revoked, or of a person who was disabled, with the role each has now. */
export async function aliveSessions(ids: Iterable<string>): Promise<ReadonlyMap<string, Role>> {
  const asked = [...new Set(ids)];
  const alive = new Map<string, Role>();
  for (let at = 0; at < asked.length; at += mostAtOnce)
    for (const { id, role } of await aliveOf(asked.slice(at, at + mostAtOnce))) alive.set(id, role);
  return alive;
}

const sessionRow = z.object({ id: z.string(), role: z.enum(roles) });

function aliveOf(ids: string[]): Promise<z.output<typeof sessionRow>[]> {
  return sql().of(sessionRow)`
    select s.id, p.role from sessions s join people p on p.id = s.person_id
    where s.id = any(${ids}::uuid[]) and s.revoked_at is null and s.expires_at > ${now()} and p.disabled_at is null`;
}
