import { z } from "zod";
import type { Severity } from "#db/vocabulary";
import { defineChannel, type HttpRequest, type HttpResponse, type Message, type Verdict } from "#lib/channels/contract";
import type { IncidentSnapshot } from "#lib/events/incident-snapshot";
import { field } from "#lib/forms/meta";
import { answerIn } from "#lib/reading/answer-in";
import { cut } from "#lib/writing/cut";

const endpoints = {
  us: "https://api.opsgenie.com",
  eu: "https://api.eu.opsgenie.com",
  jsm: "https://api.atlassian.com/jsm/ops/integration",
};

const config = z.object({
  endpoint: z
    .enum(["us", "eu", "jsm"])
    .default("us")
    .meta(
      field({
        label: "Region",
        hint: "Where your account is. Opsgenie's API stops on 5 April 2027; Jira Service Management takes its place.",
        choices: { us: "Opsgenie, United States", eu: "Opsgenie, Europe", jsm: "Jira Service Management" },
      }),
    ),
  apiKey: z
    .string()
    .trim()
    .min(1, "Enter the API key.")
    .max(200)
    .regex(/^[\x21-\x7e]+$/, "The key has no spaces and no line breaks.")
    .meta(
      field({
        label: "API key",
        secret: true,
        hint: "From an API integration. The key of a team’s integration pages that team.",
      }),
    ),
  apiUrl: z
    .string()
    .trim()
    .max(2_000)
    .refine((url) => url === "" || (/^https?:\/\//i.test(url) && URL.canParse(url)), "Write the whole address.")
    .default("")
    .meta(field({ label: "API address", hint: "Only for a proxy of your own.", address: true, advanced: true })),
});

type Config = z.output<typeof config>;

// As of the Alert API: docs.opsgenie.com, "Alerts and alert fields".
const maxText = { title: 130, body: 15_000 };
const longest = { entity: 512, tag: 50, user: 100, note: 25_000, detail: 1_000 };

const priorities: Record<Severity, string> = { critical: "P1", error: "P2", warning: "P3", info: "P5" };

export const opsgenie = defineChannel({
  id: "opsgenie",
  name: "Opsgenie",
  group: "Incident management",
  description: "Creates, acknowledges and closes alerts in Opsgenie or Jira Service Management.",
  icon: "opsgenie",
  config,
  maxText,
  // How many a minute it takes depends on the plan (channels that are told to wait do so), so only what is open at once is bounded.
  limits: { inFlight: 8 },
  carries: ["Incidents", "System related"],
  tell: (message, { config: given }, past) => {
    const { incident } = message;
    if (!incident || opens(message)) return post(given, "", createBody(message));
    // What was never told there can be neither acknowledged nor closed.
    const verb = past.ref && (verbs[message.type] ?? "notes");
    return verb
      ? post(given, `/${encodeURIComponent(aliasOf(incident))}/${verb}?identifierType=alias`, noteBody(message))
      : undefined;
  },
  read: readAnswer,
  confirm: {
    ask: ({ requestId = "" }, given) => request(given, "GET", `/requests/${encodeURIComponent(requestId)}`, ""),
    read: readStatus,
  },
  // No alert has this alias, so the acknowledgement is taken and comes to nothing.
  check: {
    ask: (given, now) =>
      post(given, `/tocsin-check-${now.getTime()}/acknowledge?identifierType=alias`, { source: "Tocsin" }),
    good: "Opsgenie accepts the API key in this region.",
  },
  target: ({ endpoint, apiUrl }) => new URL(apiUrl || endpoints[endpoint]).host,
  setup: `1. In Opsgenie open **Settings → Integrations → Add integration → API** (in Jira Service Management **Operations → your team → Integrations → API**).
2. Allow it **Create and update access**, turn it on and copy its API key.
3. Choose your region here and paste the key.
4. An incident becomes one alert with the alias \`tocsin:<incident id>\`. Acknowledging, resolving and notes follow it there.`,
  example: { endpoint: "eu", apiKey: "eb243592-faa2-4ba2-a551-1afdf565c889" },
});

const opens = ({ type, test }: Message): boolean =>
  test || type === "incident.triggered" || type === "incident.reopened" || type === "incident.unsnoozed";

const verbs: Record<string, string> = {
  "incident.acknowledged": "acknowledge",
  "incident.unacknowledged": "unacknowledge",
  "incident.resolved": "close",
};

const aliasOf = ({ id }: IncidentSnapshot): string => `tocsin:${id}`;

function createBody({ id, type, summary, url, incident }: Message): object {
  const opening = { source: "Tocsin", description: cut(`${summary}\n${url}`, maxText.body) };
  if (!incident)
    return { ...opening, message: cut(summary, maxText.title), alias: `tocsin:${id}`, priority: "P3", tags: [type] };
  return {
    ...opening,
    message: cut(incident.title, maxText.title),
    alias: aliasOf(incident),
    entity: cut(incident.source, longest.entity),
    priority: priorities[incident.severity],
    tags: [cut(incident.service.name, longest.tag), incident.severity],
    details: detailsOf(incident, url),
  };
}

// Values are strings only.
function detailsOf({ number, service, severity, urgency, dedupKey, links }: IncidentSnapshot, url: string) {
  const [link] = links;
  const all = {
    ...{ incident: `#${number}`, service: service.name, severity, urgency, dedup_key: dedupKey, url },
    ...(link && { link: link.href }),
  };
  return Object.fromEntries(Object.entries(all).map(([name, value]) => [name, cut(value, longest.detail)]));
}

const noteBody = ({ actor, summary }: Message) => ({
  ...{ user: cut(actor.name, longest.user), source: "Tocsin", note: cut(summary, longest.note) },
});

function post(given: Config, path: string, body: object): HttpRequest {
  return request(given, "POST", path, JSON.stringify(body));
}

function request(
  { endpoint, apiKey, apiUrl }: Config,
  method: "GET" | "POST",
  path: string,
  body: string,
): HttpRequest {
  return {
    method,
    url: `${(apiUrl || endpoints[endpoint]).replace(/\/+$/, "")}/v2/alerts${path}`,
    headers: { authorization: `GenieKey ${apiKey}`, "content-type": "application/json", accept: "application/json" },
    body,
  };
}

const answer = z.object({ message: z.string().optional(), requestId: z.string().optional() });

// 401 is a wrong key or a disabled integration, 402 a plan without the API, 403 a key that may not write (opsgenie-oas).
function readAnswer({ status, body }: HttpResponse): Verdict {
  const { message = "", requestId } = answerIn(answer, body) ?? {};
  const why = message.replace(/[.!\s]+$/, "");
  if (status >= 200 && status < 300)
    return requestId ? { kind: "accepted", ref: { requestId } } : { kind: "delivered" };
  if (status === 401 || status === 402 || status === 403)
    return { kind: "blocked", why: `Opsgenie refuses the API key (${status})${why && `: ${why}`}.` };
  if (status === 400 || status === 422)
    return { kind: "rejected", why: `Opsgenie refuses this alert${why && `: ${why}`}.` };
  return { kind: "retry", why: "" };
}

const statusAnswer = z.object({
  data: z.object({
    success: z.boolean().optional(),
    isSuccess: z.boolean().optional(),
    status: z.string().default(""),
    alertId: z.string().default(""),
  }),
});

function readStatus(response: HttpResponse, ref: Record<string, string>): Verdict {
  // Not processed yet.
  if (response.status === 404) return { kind: "accepted", ref, confirmAfterSeconds: 5 };
  if (response.status !== 200) return readAnswer(response);
  const { data } = answerIn(statusAnswer, response.body) ?? {};
  if (!data) return { kind: "accepted", ref, confirmAfterSeconds: 5 };
  if (data.success ?? data.isSuccess)
    return { kind: "delivered", ...(data.alertId && { ref: { alertId: data.alertId } }) };
  if (/does not exist|not found/i.test(data.status)) return { kind: "stale" };
  return { kind: "rejected", why: `Opsgenie did not carry it out: ${data.status || "no reason given"}.` };
}
