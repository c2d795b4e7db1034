import { z } from "zod";
import { sql } from "#db/client";
import { integrationColumns, integrationFields } from "#db/queries/integrations";
import { bytes, json } from "#db/row-types";
import { type Part, part } from "#db/sql";
import type { Actor, Severity } from "#db/vocabulary";
import { findApiKey } from "#lib/auth/api-key";
import { hearAtOnce, type Topic } from "#lib/change/wake";
import { type Credentials, isUuid } from "#lib/intake/credentials";
import { concerns, listen } from "#lib/live/listen";
import { log } from "#lib/log";
import { Refusal } from "#lib/refusal";
import { hashOf, unseal } from "#lib/seal";
import { previousSecretPlace, signatureSecretPlace } from "#lib/signatures/places";

/** An integration as intake needs it, its secrets opened. */
export type KnownIntegration = {
  id: string;
  serviceId: string;
  type: string;
  name: string;
  config: Record<string, unknown>;
  defaultSeverity: Severity;
  sharesKeys: boolean;
  /** What its senders sign with: the current secret, then the one before it while that is valid. */
  secrets: { secret: string; until: Date | null }[];
  /** The header the proof is in, where it is not one of the source's own. */
  signatureHeader: string | null;
  pinnedTopic: string | null;
  disabled: boolean;
  keys: { hash: string; expiresAt: Date | null }[];
};

/**
 * On whose behalf events come in. Dedup keys are shared within `scope` and nowhere else: that is the integration, or the
 * service for integrations that share theirs and for API keys.
 */
export type Sender =
  | { kind: "integration"; integration: KnownIntegration; serviceId: string; scope: string; actor: Actor }
  | { kind: "api_key"; serviceId: string; scope: string; actor: Actor };

/**
 * Finds who sends. Throws a refusal: 401 for a key that is wrong, expired or missing, 404 for an id that is unknown.
 * What it remembers is a few seconds old at most; the statement that stores events looks again at what is disabled.
 */
export async function authenticate(credentials: Credentials, serviceId: string | null, now: Date): Promise<Sender> {
  if (credentials.apiKey) return byApiKey(credentials.apiKey, serviceId);
  const integration = await namedIntegration(credentials);
  if (!integration) throw unknownIntegration(credentials);
  if (credentials.key && !opens(integration, credentials.key, now)) throw wrongKey();
  const { id, name } = integration;
  return {
    kind: "integration",
    integration,
    serviceId: integration.serviceId,
    scope: integration.sharesKeys ? integration.serviceId : id,
    actor: { kind: "integration", id, name },
  };
}

/** Drops what this process remembers of an integration. */
export function forgetIntegration(id: string): void {
  for (const [reference, entry] of remembered.entries) {
    if (reference === `id:${id}` || entry.integrationId === id || entry.integrationId === undefined)
      remembered.entries.delete(reference);
  }
}

async function byApiKey(token: string, serviceId: string | null): Promise<Sender> {
  const found = await findApiKey(token);
  if (!found)
    throw new Refusal(
      "unauthenticated",
      "This API key is unknown, expired or revoked. Make one under Settings, API keys.",
    );
  if (!found.scopes.some((scope) => scope === "admin" || scope === "events:write")) {
    throw new Refusal("forbidden", "This API key may not send events. Make one with the scope events:write.");
  }
  if (!isUuid(serviceId)) {
    throw new Refusal("bad_request", "With an API key the body must name the service.", {
      fields: { service_id: "must be the id of a service" },
    });
  }
  const [service] = await sql()`select id from services where id = ${serviceId} and deleted_at is null`;
  if (!service) throw new Refusal("not_found", `There is no service with the id ${serviceId}.`);
  return { kind: "api_key", serviceId, scope: serviceId, actor: found.actor };
}

function opens(integration: KnownIntegration, key: string, now: Date): boolean {
  const hash = hashOf(key);
  return integration.keys.some((known) => known.hash === hash && (!known.expiresAt || known.expiresAt > now));
}

function unknownIntegration({ integrationId, key }: Credentials): Refusal {
  if (integrationId) {
    return new Refusal(
      "not_found",
      "No integration has this id. It may have been deleted; copy the webhook URL from the integration's page.",
    );
  }
  if (key) return wrongKey();
  return new Refusal(
    "unauthenticated",
    'The request names no integration. Use the webhook URL with its integrationId, or send the integration key as "routing_key" in the body or as "Authorization: Token token=<key>".',
  );
}

const wrongKey = () =>
  new Refusal(
    "unauthenticated",
    "This integration key is wrong, or was rotated and has expired. Copy the current key from the integration's page.",
  );

// What is remembered of integrations, by "id:<id>" or "key:<hash>". A lookup in flight is shared, which also keeps
// requests in the order in which they came.
type Entry = { found: Promise<KnownIntegration | null>; integrationId: string | undefined; until: number };
type Memory = { entries: Map<string, Entry>; listening?: Promise<unknown> };

const held = globalThis as typeof globalThis & { tocsinIntegrations?: Memory };
const remembered: Memory = (held.tocsinIntegrations ??= { entries: new Map() });
const rememberMs = 3_000;
const mostRemembered = 20_000;

function namedIntegration({ integrationId, key }: Credentials): Promise<KnownIntegration | null> {
  if (isUuid(integrationId)) return remember(`id:${integrationId.toLowerCase()}`, () => findById(integrationId));
  if (integrationId || !key) return Promise.resolve(null);
  const hash = hashOf(key);
  return remember(`key:${hash}`, () => findByKey(hash));
}

function remember(reference: string, find: () => Promise<KnownIntegration | null>): Promise<KnownIntegration | null> {
  remembered.listening ??= listenForChanges();
  const known = remembered.entries.get(reference);
  if (known && known.until > Date.now()) return known.found;
  if (remembered.entries.size >= mostRemembered) remembered.entries.clear();
  const entry: Entry = { found: find(), integrationId: undefined, until: Date.now() + rememberMs };
  remembered.entries.set(reference, entry);
  entry.found.then(
    (integration) => {
      entry.integrationId = integration?.id;
      // What is not there may be made the next moment.
      if (!integration) remembered.entries.delete(reference);
    },
    () => remembered.entries.delete(reference),
  );
  return entry.found;
}

// Who changed it here finds it changed by the next request.
hearAtOnce((topics) => topics.forEach(forgetChanged));

function forgetChanged(topic: Topic): void {
  if (topic.startsWith("integration:")) forgetIntegration(topic.slice("integration:".length));
}

async function listenForChanges() {
  try {
    await listen((topics) => {
      if (concerns(topics, "services")) remembered.entries.clear();
      else topics.forEach(forgetChanged);
    });
  } catch (error) {
    log.warn({ error }, "intake does not hear of changed integrations at once; it looks again every few seconds");
  }
}

const integrationRow = z.object({
  ...integrationFields,
  signatureSecret: bytes.nullable(),
  previousSignatureSecret: bytes.nullable(),
  previousSecretExpiresAt: z.date().nullable(),
  keys: json<{ hash: string; expiresAt: string | null }[]>(),
});

const findById = (id: string) => find(part`i.id = ${id}`);
const findByKey = (hash: string) =>
  find(part`i.id = (select k.integration_id from integration_keys k where k.key_hash = ${hash})`);

async function find(condition: Part): Promise<KnownIntegration | null> {
  const [row] = await sql().of(integrationRow)`
    select ${integrationColumns}, i.signature_secret as "signatureSecret",
      i.previous_signature_secret as "previousSignatureSecret", i.previous_secret_expires_at as "previousSecretExpiresAt",
      (select coalesce(jsonb_agg(jsonb_build_object('hash', k.key_hash, 'expiresAt', k.expires_at)), '[]')
        from integration_keys k where k.integration_id = i.id) as keys
    from integrations i join services s on s.id = i.service_id
    where i.deleted_at is null and s.deleted_at is null and ${condition}`;
  if (!row) return null;
  const { signatureSecret, previousSignatureSecret, previousSecretExpiresAt, disabledAt, keys, ...rest } = row;
  return {
    ...rest,
    disabled: disabledAt !== null,
    secrets: [
      ...opened(signatureSecret, signatureSecretPlace(row.id), null),
      ...opened(previousSignatureSecret, previousSecretPlace(row.id), previousSecretExpiresAt),
    ],
    keys: keys.map(({ hash, expiresAt }) => ({ hash, expiresAt: expiresAt ? new Date(expiresAt) : null })),
  };
}

function opened(sealed: Uint8Array | null, place: string, until: Date | null): KnownIntegration["secrets"] {
  return sealed ? [{ secret: unseal(sealed, place), until }] : [];
}
