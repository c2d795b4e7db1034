import { z } from "zod";
import type { RawRequest } from "#lib/intake/raw";
import { bearerIn } from "#lib/signatures/jwt";

/** What a request shows to prove where it belongs. `named` may be an integration's id or its key. */
export type Credentials = { integrationId: string | null; key: string | null; apiKey: string | null };

const apiKeyPrefix = "sk_live_";
/** Where a key and an id are looked for, besides Authorization, the path and the body. */
export const keyHeaders = ["x-integration-key", "x-api-key", "x-routing-key"];
export const keyParameters = ["key", "integrationKey", "integration_key", "routing_key", "apiKey", "api_key", "token"];
export const idParameters = ["integrationId", "integration_id"];
const inBody = z.object({ routing_key: z.string().optional(), service_key: z.string().optional() });

/** Looks in the path, the query, the headers and, last, the body. Pure. */
export function credentialsOf(request: RawRequest, named: string | null, body: unknown): Credentials {
  const query = new URLSearchParams(request.query);
  const fromQuery = (names: string[]) => names.map((name) => query.get(name)).find(Boolean) ?? null;
  const given = [fromHeaders(request.headers), fromQuery(keyParameters), fromBody(body)].find(Boolean) ?? null;
  const integrationId = fromQuery(idParameters) ?? (isUuid(named) ? named : null);
  const key = given ?? (isUuid(named) ? null : named);
  return key?.startsWith(apiKeyPrefix)
    ? { integrationId, key: null, apiKey: key }
    : { integrationId, key, apiKey: null };
}

/** A uuid in any version, as Postgres would take it. */
export function isUuid(text: string | null): text is string {
  return text !== null && /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text);
}

function fromHeaders(headers: Record<string, string>): string | null {
  const direct = keyHeaders.map((name) => headers[name]).find(Boolean);
  return direct?.trim() ?? fromAuthorization(headers.authorization ?? "");
}

function fromAuthorization(header: string): string | null {
  const [, scheme = "", rest = ""] = /^(\S+)\s+(.+)$/.exec(header.trim()) ?? [];
  switch (scheme.toLowerCase()) {
    case "token":
      return /token="?([^"\s]+)"?/.exec(rest)?.[1] ?? rest;
    case "bearer":
      // A JSON Web Token is a proof of who sends, checked later, and no key of ours.
      return bearerIn(header) === undefined ? rest : null;
    case "geniekey":
      return rest;
    case "basic":
      return fromBasic(rest);
    default:
      return null;
  }
}

/** The key may stand as the password or, with no password, as the user name. */
function fromBasic(encoded: string): string | null {
  const [user = "", ...password] = Buffer.from(encoded, "base64").toString("utf8").split(":");
  return password.join(":") || user || null;
}

function fromBody(body: unknown): string | null {
  const read = inBody.safeParse(body);
  return read.success ? (read.data.routing_key ?? read.data.service_key ?? null) : null;
}
