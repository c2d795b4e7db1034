import { maxBodyBytes } from "#lib/intake/raw";
import { Refusal } from "#lib/refusal";
import type { Source } from "#lib/sources/contract";
import { findSource } from "#lib/sources/index";

/** Where a request is addressed: its source, and what the path itself says of the integration. */
export type Endpoint = { source: Source; named: string | null; methods: readonly string[] };

/** A path as the API reference writes it. `{integrationId}` may be an integration's id or its key. */
type Place = { path: string; source?: string; methods: readonly string[] };

const onlyPost = ["POST"];
const asToolsMay = ["POST", "PUT", "GET"];

/** Every path that intake answers, but for those of Opsgenie's own API: ours, and those that other vendors' programs have built in. */
export const alertPlaces: readonly Place[] = [
  { path: "/api/integrations/{source}", methods: asToolsMay },
  { path: "/api/integrations/{source}/{integrationId}", methods: asToolsMay },
  { path: "/api/events", source: "pagerduty", methods: onlyPost },
  { path: "/v2/enqueue", source: "pagerduty", methods: onlyPost },
  { path: "/api/integrations/pagerduty/v2/enqueue", source: "pagerduty", methods: onlyPost },
  { path: "/v2/change/enqueue", source: "pagerduty-change", methods: onlyPost },
  { path: "/api/integrations/pagerduty/v2/change/enqueue", source: "pagerduty-change", methods: onlyPost },
  { path: "/generic/2010-04-15/create_event.json", source: "pagerduty-v1", methods: onlyPost },
  // Opsgenie's own path of webhooks ends in the names of tools, as ours does.
  { path: "/v1/json/integrations/webhooks/{source}", methods: asToolsMay },
  { path: "/v1/json/integrations/webhooks/{source}/{integrationId}", methods: asToolsMay },
  { path: "/integrations/generic/20131114/alert/{integrationId}", source: "splunk-oncall", methods: onlyPost },
  // Splunk On-Call's routing key means nothing here.
  {
    path: "/integrations/generic/20131114/alert/{integrationId}/{routingKey}",
    source: "splunk-oncall",
    methods: onlyPost,
  },
];

const fixedPlaces = new Map(alertPlaces.map((place) => [place.path, place]));
const openPlaces = alertPlaces.flatMap((place) => {
  if (!place.path.includes("{")) return [];
  return { place, pattern: new RegExp(`^${place.path.replace(/\{(\w+)\}/g, "(?<$1>[^/]+)")}$`) };
});

/** Does intake answer this path? Both spellings, with and without the slash at the end. */
export function isAlertPath(path: string): boolean {
  return placeAt(path) !== undefined;
}

/** Reads the path. Throws a refusal when it names no source. */
export function endpointOf(path: string): Endpoint {
  const { id = "", named = null, methods = [] } = placeAt(path) ?? {};
  return { source: requireSource(id), named, methods };
}

/** How large a body may be that comes to this path, whatever else is wrong with it. */
export function bodyLimit(path: string): number {
  return findSource(placeAt(path)?.id ?? "")?.maxBodyBytes ?? maxBodyBytes;
}

type Found = { id: string | undefined; named: string | null; methods: readonly string[] };

function placeAt(path: string): Found | undefined {
  const plain = withoutEndSlash(path);
  const fixed = fixedPlaces.get(plain);
  if (fixed) return { id: fixed.source, named: null, methods: fixed.methods };
  for (const { place, pattern } of openPlaces) {
    const groups = pattern.exec(plain)?.groups;
    if (!groups) continue;
    const { source, integrationId } = groups;
    return { id: place.source ?? source, named: integrationId ? decoded(integrationId) : null, methods: place.methods };
  }
  return undefined;
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
