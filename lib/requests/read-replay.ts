import { type IntegrationRow, integrationById } from "#db/queries/integrations";
import { type StoredRequest, storedRequest } from "#db/queries/requests";
import type { ReadyEvent } from "#lib/incidents/intake";
import { readyEvents } from "#lib/intake/ready-events";
import { checkConfig } from "#lib/integrations/check-config";
import { noSuchIntegration } from "#lib/integrations/read";
import { Refusal } from "#lib/refusal";
import { readAgain } from "#lib/requests/read-again";
import { whyNotApplied, whyUnreadable } from "#lib/requests/why-no-replay";
import type { Reading } from "#lib/sources/contract";
import { findSource } from "#lib/sources/index";

/** A request that somebody may want to replay, and what it is read as today. */
export type Replayable = {
  integration: IntegrationRow;
  request: StoredRequest;
  /** What its dedup keys belong to. */
  scope: string;
  /** Null when it cannot be read at all. */
  reading: Reading | null;
  /** Ready to be stored, as intake would have them. */
  events: ReadyEvent[];
  /** Why it cannot be replayed, and what to do instead. */
  obstacle: string | null;
};

/** Reads a kept request again, with the config of its integration or with a draft of it. Changes nothing. */
export async function readReplay(
  names: { integrationId: string; requestId: string },
  now: Date,
  draft?: Record<string, unknown>,
): Promise<Replayable> {
  const integration = await integrationById(names.integrationId, now);
  if (!integration) throw noSuchIntegration();
  if (draft) checkConfig(integration.type, draft);
  const request = await storedRequest(integration.id, names.requestId);
  if (!request) throw noSuchRequest();
  const scope = integration.sharesKeys ? integration.serviceId : integration.id;
  const source = findSource(request.source);
  const unreadable = whyUnreadable(request, source);
  if (unreadable !== null || !source)
    return { integration, request, scope, reading: null, events: [], obstacle: unreadable };
  // An integration's config belongs to its own source.
  const config = integration.type === source.id ? (draft ?? integration.config) : {};
  const reading = readAgain(request, source, config);
  const defaults = { severity: integration.defaultSeverity, source: integration.name };
  const events = "events" in reading ? readyEvents(reading.events, scope, defaults) : [];
  return { integration, request, scope, reading, events, obstacle: whyNotApplied(request, integration, reading) };
}

/** The refusal for an id that names no request of the integration. */
export function noSuchRequest(): Refusal {
  return new Refusal("not_found", "This integration has no request with this id. It may be older than what is kept.");
}
