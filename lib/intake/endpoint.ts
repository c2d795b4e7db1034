import { maxBodyBytes } from "#lib/intake/raw";
import { isOpsgeniePath } from "#lib/opsgenie/calls";
import { Refusal } from "#lib/refusal";
import type { Source } from "#lib/sources/contract";
import { findSource } from "#lib/sources/index";

/** Where a request is addressed: its source, and what the path itself says of the integration. */
export type Endpoint = { source: Source; named: string | null; methods: readonly string[] };

/** Paths that programs of other vendors have built in, and the source that reads what comes there. */
const ownPaths = new Map([
  ["/api/events", "pagerduty"],
  ["/v2/enqueue", "pagerduty"],
  ["/api/integrations/pagerduty/v2/enqueue", "pagerduty"],
  ["/v2/change/enqueue", "pagerduty-change"],
  ["/api/integrations/pagerduty/v2/change/enqueue", "pagerduty-change"],
  ["/generic/2010-04-15/create_event.json", "pagerduty-v1"],
  ["/v1/json/integrations/webhooks/netdata", "netdata"],
]);
// Opsgenie's own path of webhooks ends in the names of tools, as ours does.
const webhookPath = /^\/(?:api\/integrations|v1\/json\/integrations\/webhooks)\/([^/]+)(?:\/([^/]+))?$/;
/** Splunk On-Call's: the key, and behind it a routing key that means nothing here. */
const oncallPath = /^\/integrations\/generic\/20131114\/alert\/([^/]+)(?:\/[^/]*)?$/;

/** Does intake answer this path? Both spellings, with and without the slash at the end. */
export function isIngestPath(path: string): boolean {
  const plain = withoutEndSlash(path);
  return ownPaths.has(plain) || webhookPath.test(plain) || oncallPath.test(plain) || isOpsgeniePath(plain);
}

/** Reads the path. Throws a refusal when it names no source. */
export function endpointOf(path: string): Endpoint {
  const { id, named, methods } = readPath(path);
  return { source: requireSource(id), named, methods };
}

/** How large a body may be that comes to this path, whatever else is wrong with it. */
export function bodyLimit(path: string): number {
  return findSource(readPath(path).id)?.maxBodyBytes ?? maxBodyBytes;
}

function readPath(path: string): { id: string } & Omit<Endpoint, "source"> {
  const plain = withoutEndSlash(path);
  const own = ownPaths.get(plain);
  if (own) return { id: own, named: null, methods: ["POST"] };
  const [, key] = oncallPath.exec(plain) ?? [];
  if (key) return { id: "splunk-oncall", named: decoded(key), methods: ["POST"] };
  const [, id = "", named] = webhookPath.exec(plain) ?? [];
  return { id, named: named ? decoded(named) : null, methods: ["POST", "PUT", "GET"] };
}

/** The Events APIs and Opsgenie's take the key of every integration: the key says which one it is, the path how the body reads. */
export const takesEveryKey = ({ id }: Source): boolean => eventsApis.has(id);

const eventsApis = new Set(["pagerduty", "pagerduty-v1", "pagerduty-change", "opsgenie"]);

const withoutEndSlash = (path: string) => (path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path);

function requireSource(id: string): Source {
  const source = findSource(id);
  if (source) return source;
  throw new Refusal(
    "not_found",
    `There is no source named "${id.slice(0, 60)}". Copy the webhook URL from the integration's page.`,
  );
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
