import { inArray } from "drizzle-orm";
import { db } from "#db/client";
import { alerts } from "#db/schema/incidents";
import { integrationKeys } from "#db/schema/services";
import type { Role } from "#db/vocabulary";
import { allows } from "#lib/auth/roles";
import { hashOf } from "#lib/seal";

const hidden = "••••";
const idOrKey = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32}/gi;

type Hide = <Value>(value: Value) => Value;

/**
 * Makes a function for what a reader with `role` is shown of these incidents. An observer gets it without the ids and keys of
 * the integrations their alerts came through, wherever a sender repeated them: whoever has one can open incidents.
 */
export async function addressHider(role: Role, incidentIds: string[]): Promise<Hide> {
  if (allows(role, "responder")) return (value) => value;
  const ids = await integrationsOf(incidentIds);
  const keys = await db().select().from(integrationKeys).where(inArray(integrationKeys.integrationId, ids));
  const secrets = new Set([...ids, ...keys.map((key) => key.keyHash)]);
  const opensIncidents = (text: string) => secrets.has(text) || secrets.has(hashOf(text));
  return (value) => withoutAny(value, opensIncidents);
}

async function integrationsOf(incidentIds: string[]): Promise<string[]> {
  const rows = await db()
    .selectDistinct({ id: alerts.integrationId })
    .from(alerts)
    .where(inArray(alerts.incidentId, incidentIds));
  return rows.flatMap(({ id }) => id ?? []);
}

type IsSecret = (text: string) => boolean;

// Texts stay texts and everything else keeps its shape; only the field for the id itself is null, as it may be anyway.
function withoutAny<Value>(value: Value, isSecret: IsSecret): Value {
  return hideIn(value, isSecret) as Value;
}

function hideIn(value: unknown, isSecret: IsSecret): unknown {
  if (typeof value === "string") return hideInText(value, isSecret);
  if (Array.isArray(value)) return value.map((item) => hideIn(item, isSecret));
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      hideInText(name, isSecret),
      name === "integrationId" ? null : hideIn(inner, isSecret),
    ]),
  );
}

function hideInText(text: string, isSecret: IsSecret): string {
  return text.replace(idOrKey, (found) => (isSecret(found.toLowerCase()) ? hidden : found));
}
