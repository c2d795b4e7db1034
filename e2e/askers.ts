import { closeDatabase, db } from "#db/client";
import { createPerson } from "#db/testing-rows";
import { type Role, roles } from "#db/vocabulary";
import type { Instance } from "#e2e/instance";
import { secret } from "#e2e/start";
import { startSession, tokenOf } from "#lib/auth/session-token";

export type Askers = Record<"nobody" | Role, Record<string, string>>;

/** The headers by which the running Tocsin knows somebody of each role, and nobody. */
export async function makeAskers({ databaseUrl }: Instance): Promise<Askers> {
  process.env.DATABASE_URL = databaseUrl;
  process.env.TOCSIN_SECRET = secret;
  const cookies = await Promise.all(roles.map(async (role) => [role, await cookieOf(role)] as const));
  await closeDatabase();
  return { nobody: {}, ...(Object.fromEntries(cookies) as Record<Role, { cookie: string }>) };
}

async function cookieOf(role: Role): Promise<{ cookie: string }> {
  const person = await createPerson({ name: `The ${role}`, role });
  const session = await startSession(db(), person.id, { ip: "", userAgent: "" }, new Date());
  return { cookie: `next-auth.session-token=${await tokenOf(session)}` };
}
