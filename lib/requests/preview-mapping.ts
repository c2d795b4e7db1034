import { hideKeys, hideKeysIn } from "#db/queries/hide-keys";
import { type IntegrationRow, integrationById } from "#db/queries/integrations";
import { type LatestRequest, latestRequest } from "#db/queries/latest-request";
import { storedRequest } from "#db/queries/requests";
import type { Link } from "#db/schema/incidents";
import type { Action, Outcome, Severity } from "#db/vocabulary";
import { parseBody } from "#lib/intake/parse-body";
import { readyEvents } from "#lib/intake/ready-events";
import { checkConfig, unknownSource } from "#lib/integrations/check-config";
import { noSuchIntegration } from "#lib/integrations/read";
import { Refusal } from "#lib/refusal";
import { type KeptRequest, readAgain } from "#lib/requests/read-again";
import type { Problem, Reading } from "#lib/sources/contract";
import { findSource } from "#lib/sources/index";

/** Which config to try on what. Left out: the saved config, and the last request that came with a body. */
export type MappingDraft = {
  config?: Record<string, unknown> | undefined;
  requestId?: string | undefined;
  /** Read instead of a request: JSON, or text as a tool would send it. */
  body?: unknown;
  withBody?: boolean | undefined;
};

/** What a request would become. */
export type MappingPreview = {
  /** The request that was read; null for a body that was given. */
  request: { id: string; receivedAt: Date; outcome: Outcome } | null;
  outcome: "accepted" | "ignored" | "test" | "handshake" | "refused";
  /** Why it would open nothing. */
  reason: string | null;
  events: PreviewEvent[];
  /** How many events there are beyond those listed. */
  more: number;
  problems: Problem[];
  /** The parsed body, without keys; null for one that cannot be read. */
  body?: unknown;
};

export type PreviewEvent = {
  action: Action;
  dedupKey: string;
  summary: string;
  severity: Severity;
  severityFrom: "request" | "fixed" | "default";
  source: string;
  links: Link[];
};

/** What a request would become with a draft of the mapping, made ready as intake does it. Nothing is stored. */
export async function previewMapping(integrationId: string, draft: MappingDraft, now: Date): Promise<MappingPreview> {
  const integration = await integrationById(integrationId, now);
  if (!integration) throw noSuchIntegration();
  const source = findSource(integration.type);
  if (!source) throw unknownSource(integration.type);
  if (draft.config) checkConfig(integration.type, draft.config);
  const config = draft.config ?? integration.config;
  const request = draft.body === undefined ? await requestToRead(integration.id, draft.requestId) : null;
  const { kept, body } = withHiddenKeys(request ?? sent(draft.body));
  return {
    request: request && { id: request.id, receivedAt: request.receivedAt, outcome: request.outcome },
    ...became(readAgain(kept, source, config), integration, config),
    ...((draft.withBody ?? true) && { body }),
  };
}

async function requestToRead(integrationId: string, requestId: string | undefined): Promise<LatestRequest> {
  const request = requestId ? await storedRequest(integrationId, requestId) : await latestRequest(integrationId);
  if (request) return request;
  throw new Refusal(
    "not_found",
    requestId
      ? "This integration has no request with this id. It may be older than what is kept."
      : "Nothing with a body has arrived here yet. Let the tool send something, or give an example as body.",
  );
}

const sent = (body: unknown): KeptRequest => ({
  method: "POST",
  query: "",
  headers: {},
  body: Buffer.from(typeof body === "string" ? body : JSON.stringify(body)),
});

// Read as it is shown: no draft can be made to bring out a key that stands in the body.
function withHiddenKeys(kept: KeptRequest): { kept: KeptRequest; body: unknown } {
  const parsed = parseBody(kept.body, kept.headers["content-type"] ?? "", kept.query);
  if ("problem" in parsed) {
    const text = Buffer.from(kept.body).toString("utf8");
    const isText = Buffer.from(text).equals(kept.body);
    return { kept: isText ? { ...kept, body: Buffer.from(hideKeys(text)) } : kept, body: null };
  }
  const body = hideKeysIn(parsed.value);
  const headers = { ...kept.headers, "content-type": "application/json" };
  return { kept: { ...kept, headers, body: Buffer.from(JSON.stringify(body)) }, body };
}

const mostEvents = 20;

type Became = Omit<MappingPreview, "request" | "body">;
const nothing = { reason: null, events: [], more: 0, problems: [] };

function became(reading: Reading, integration: IntegrationRow, config: Record<string, unknown>): Became {
  if ("unreadable" in reading) return { ...nothing, outcome: "refused", problems: reading.unreadable };
  if ("ignored" in reading) return { ...nothing, outcome: "ignored", reason: reading.ignored };
  if ("test" in reading) return { ...nothing, outcome: "test", reason: reading.test };
  if ("handshake" in reading) return { ...nothing, outcome: "handshake", reason: reading.handshake };
  const listed = reading.events.slice(0, mostEvents);
  const { id, name, defaultSeverity } = integration;
  const ready = readyEvents(listed, id, { severity: defaultSeverity, source: name });
  return {
    outcome: "accepted",
    reason: null,
    events: ready.map(({ action, dedupKey, summary, severity, source, links }, at) => ({
      action,
      dedupKey,
      summary,
      severity,
      severityFrom: !listed[at]?.severity ? "default" : config.fixedSeverity ? "fixed" : "request",
      source,
      links,
    })),
    more: reading.events.length - listed.length,
    problems: reading.problems.map((message) => ({ path: "", message })),
  };
}
