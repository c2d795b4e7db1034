import { z } from "zod";
import type { Action } from "#db/vocabulary";
import { atPath } from "#lib/reading/at-path";
import { gather, type Part } from "#lib/reading/gather";
import { linksOf } from "#lib/reading/links-of";
import { missing } from "#lib/reading/missing";
import { momentOf } from "#lib/reading/moment-of";
import { isTemplate, renderedAt } from "#lib/reading/rendered-at";
import { severityOf } from "#lib/reading/severity-of";
import { textOf } from "#lib/reading/text-of";
import { defineSource, type Event, type Reading } from "#lib/sources/contract";

const message = z.record(z.string(), z.unknown());

type Message = z.output<typeof message>;

function eventsOf(message: Message): Reading {
  if (isTemplate(message, "rule.id", "rule.name", "alert.id", "alert.uuid", "watch_id"))
    return { test: "The template was sent as it is, with no alert behind it." };
  if (renderedAt(message, "watch_id")) return { events: [watcherEvent(message)], problems: [] };
  if (isObject(message.alerts)) return readSummary(message);
  const key = keyOf(message, renderedAt(message, "alert.id"));
  if (!key) return missing("rule.id", "the id of the rule (or watch_id, from Watcher)");
  return { events: [alertEvent(message, key)], problems: [] };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The alert's own id is its group or instance, the same as long as the rule lives. */
function keyOf(message: Message, alert: string | undefined): string | undefined {
  const rule = renderedAt(message, "rule.id");
  if (rule) return alert ? `${rule}:${alert}` : rule;
  const name = renderedAt(message, "rule.name");
  return renderedAt(message, "alert.uuid") ?? (name && `${name}:${alert ?? ""}`);
}

function alertEvent(message: Message, key: string): Event {
  const group = renderedAt(message, "alert.actionGroup");
  const isOver = group?.toLowerCase() === "recovered";
  return {
    ...ruleEvent(message, renderedAt(message, "context.reason", "context.message", "reason", "message")),
    action: isOver ? "resolve" : "trigger",
    dedupKey: key,
    // A group of actions is called "critical", or "metrics.threshold.warning".
    severity: isOver ? undefined : (severityIn(message) ?? severityOf(group?.split(".").at(-1))),
    source: sourceOf(message) ?? "Elastic",
  };
}

const severityIn = (message: Message) => severityOf(renderedAt(message, "severity"));

function sourceOf(message: Message): string | undefined {
  const places = ["source", "host", "context.host", "context.hostName", "context.serviceName", "context.monitorName"];
  const named = renderedAt(message, ...places, "context.group");
  // "*" is the only group of a rule that does not group.
  return named === "*" ? undefined : named;
}

/** What an event says of its rule; what happened is left to the caller. */
function ruleEvent(message: Message, reason: string | undefined): Omit<Event, "action"> {
  const name = renderedAt(message, "rule.name");
  const isNamed = name === undefined || reason?.startsWith(name);
  return {
    summary: (isNamed ? reason : [name, reason].filter(Boolean).join(": ")) || name || "A rule without a name",
    occurredAt: momentOf(message.date),
    links: linksOf({
      Kibana: inKibana(message, "context.alertDetailsUrl") ?? inKibana(message, "context.viewInAppUrl"),
      Rule: inKibana(message, "rule.url"),
    }),
    details: {
      rule: name,
      reason,
      tags: atPath(message, "rule.tags"),
      alert: renderedAt(message, "alert.id"),
      group: renderedAt(message, "alert.actionGroup"),
      flapping: renderedAt(message, "alert.flapping"),
    },
  };
}

/** Some rules give only the path of their page. */
function inKibana(message: Message, path: string): string | undefined {
  const address = renderedAt(message, path);
  if (!address?.startsWith("/")) return address;
  const base = renderedAt(message, "kibanaBaseUrl")?.replace(/\/+$/, "");
  return base && base + address;
}

const lists: [name: "new" | "ongoing" | "recovered", action: Action][] = [
  ["new", "trigger"],
  ["ongoing", "trigger"],
  ["recovered", "resolve"],
];

/** A rule may send one summary of all its alerts. Not verified: which fields of an alert are nested, and which dotted. */
function readSummary(message: Message): Reading {
  if (!keyOf(message, undefined)) return missing("rule.id", "the id of the rule");
  const parts = lists.flatMap(([name, action]) => {
    const list = atPath(message, `alerts.${name}.data`);
    if (!Array.isArray(list)) return [];
    // The template ends every list with null, because Mustache writes a comma behind each alert.
    return list.flatMap((alert, at) =>
      alert === null ? [] : [summaryPart(message, { alert, action, path: `alerts.${name}.data.${at}` })],
    );
  });
  return parts.length > 0 ? gather(parts) : readCounts(message);
}

type InSummary = { alert: unknown; action: Action; path: string };

function summaryPart(message: Message, { alert, action, path }: InSummary): Part<Event> {
  const id = fieldOf(alert, "instance.id") ?? renderedAt(alert, "id") ?? fieldOf(alert, "uuid");
  const key = id && keyOf(message, id);
  if (!key) return { problem: { path, message: "The alert has no id." } };
  const reason = fieldOf(alert, "reason") ?? renderedAt(alert, "reason");
  return {
    event: {
      ...ruleEvent(message, reason ?? id),
      action,
      dedupKey: key,
      severity: action === "resolve" ? undefined : severityIn(message),
      source: sourceOf(message) ?? (id === "*" ? "Elastic" : id),
    },
  };
}

function fieldOf(alert: unknown, name: string): string | undefined {
  const path = `kibana.alert.${name}`;
  return (isObject(alert) ? textOf(alert[path]) : undefined) ?? renderedAt(alert, path);
}

/** A summary of numbers alone is about the rule as a whole. */
function readCounts(message: Message): Reading {
  const count = (name: string) => Number(renderedAt(message, `alerts.${name}.count`) ?? 0) || 0;
  const active = count("new") + count("ongoing");
  const recovered = count("recovered");
  const key = keyOf(message, undefined);
  if (!key || (active <= 0 && recovered <= 0)) return { ignored: "The summary carries no alerts." };
  const isOver = active <= 0;
  const event: Event = {
    ...ruleEvent(message, isOver ? `${recovered} alerts have recovered` : `${active} alerts are active`),
    action: isOver ? "resolve" : "trigger",
    dedupKey: key,
    severity: isOver ? undefined : severityIn(message),
    source: sourceOf(message) ?? "Elastic",
  };
  return { events: [event], problems: [] };
}

const ends = ["resolved", "recovered", "ok"];

function watcherEvent(message: Message): Event {
  const watch = renderedAt(message, "watch_id") ?? "";
  const isOver = ends.includes(renderedAt(message, "status")?.toLowerCase() ?? "");
  return {
    action: isOver ? "resolve" : "trigger",
    dedupKey: watch,
    summary: renderedAt(message, "message") ?? `Watch ${watch}`,
    severity: isOver ? undefined : severityIn(message),
    source: sourceOf(message) ?? "Elastic",
    occurredAt: momentOf(message.execution_time),
    details: { watch, execution: renderedAt(message, "id"), payload: message.payload },
  };
}

const setup = `
**Kibana**

1. Open *Stack Management → Connectors*, create a *Webhook* connector named \`Tocsin\` with the method *POST* and the URL:

   \`\`\`text
   {url}
   \`\`\`

2. In the rule, under *Actions*, choose the connector with the frequency *For each alert*, *On status changes*, and this
   body. Write the rule's severity in place of \`error\`: \`critical\`, \`error\`, \`warning\` or \`info\`.

   \`\`\`text
   {
     "rule": { "id": "{{rule.id}}", "name": "{{rule.name}}", "tags": "{{rule.tags}}", "url": "{{rule.url}}" },
     "alert": { "id": "{{alert.id}}", "uuid": "{{alert.uuid}}", "actionGroup": "{{alert.actionGroup}}", "flapping": "{{alert.flapping}}" },
     "context": { "reason": "{{context.reason}}", "group": "{{context.group}}", "viewInAppUrl": "{{context.viewInAppUrl}}", "alertDetailsUrl": "{{context.alertDetailsUrl}}" },
     "severity": "error",
     "date": "{{ date }}",
     "kibanaBaseUrl": "{{kibanaBaseUrl}}"
   }
   \`\`\`

3. Add the same action a second time with *Run when: Recovered*. Without it nothing is ever resolved.

Rules with the frequency *Summary of alerts* need this body instead, in one action:

\`\`\`text
{
  "rule": { "id": "{{rule.id}}", "name": "{{rule.name}}", "url": "{{rule.url}}" },
  "alerts": {
    "new": { "data": [ {{#alerts.new.data}}{ "id": "{{kibana.alert.instance.id}}", "reason": "{{kibana.alert.reason}}" },{{/alerts.new.data}} null ] },
    "ongoing": { "data": [ {{#alerts.ongoing.data}}{ "id": "{{kibana.alert.instance.id}}", "reason": "{{kibana.alert.reason}}" },{{/alerts.ongoing.data}} null ] },
    "recovered": { "data": [ {{#alerts.recovered.data}}{ "id": "{{kibana.alert.instance.id}}", "reason": "{{kibana.alert.reason}}" },{{/alerts.recovered.data}} null ] }
  },
  "severity": "error",
  "date": "{{ date }}"
}
\`\`\`

**Watcher**

Add a *webhook* action that sends this body with POST to the URL above (not tried with every version of Watcher):

\`\`\`text
{
  "watch_id": "{{ctx.watch_id}}",
  "id": "{{ctx.id}}",
  "execution_time": "{{ctx.execution_time}}",
  "message": "What is wrong, in one line",
  "severity": "error",
  "status": "triggered"
}
\`\`\`

A watch does not say when it is over. Let a second watch with the opposite condition send the same with the first one's id
as \`watch_id\` and \`"status": "resolved"\`. Elastic does not sign its requests, so the URL is the secret.
`.trim();

const rule = {
  id: "c5f4d8a0-5a0f-11ef-8f0b-0242ac120002",
  name: "CPU",
  tags: "shop,production",
  url: "https://kibana.example.com/app/management/insightsAndAlerting/triggersActions/rule/c5f4d8a0",
};
const alert = { id: "web-1", uuid: "a1b2c3d4-0000-4000-8000-000000000001", flapping: "false" };
const context = { reason: "CPU is 97 % on web-1", group: "web-1", viewInAppUrl: "/app/metrics", alertDetailsUrl: "" };
const kibanaBaseUrl = "https://kibana.example.com";

export const elastic = defineSource({
  id: "elastic",
  name: "Elastic",
  group: "Monitoring & APM",
  description: "Alerts of Kibana's rules, one by one or in summaries, and of Elasticsearch's Watcher.",
  icon: "elastic",
  payload: message,
  events: eventsOf,
  // When the rule or watch ran that says so.
  occurredAtIs: "own",
  // Not known what Kibana does after a 429; a 5xx is what senders commonly try again after.
  overLimit: 503,
  setup,
  samples: [
    {
      title: "The CPU of a server is busy",
      payload: {
        ...{ rule, alert: { ...alert, actionGroup: "metrics.threshold.fired" }, context, kibanaBaseUrl },
        ...{ severity: "critical", date: "2026-03-01T02:59:30.123Z" },
      },
      becomes: [
        {
          action: "trigger",
          dedupKey: "c5f4d8a0-5a0f-11ef-8f0b-0242ac120002:web-1",
          summary: "CPU is 97 % on web-1",
          severity: "critical",
          source: "web-1",
          occurredAt: "2026-03-01T02:59:30.123Z",
        },
      ],
    },
    {
      title: "The CPU is fine again",
      payload: {
        ...{ rule, alert: { ...alert, actionGroup: "recovered" }, context: { ...context, reason: "" }, kibanaBaseUrl },
        ...{ severity: "critical", date: "2026-03-01T03:20:00.000Z" },
      },
      becomes: [{ action: "resolve", dedupKey: "c5f4d8a0-5a0f-11ef-8f0b-0242ac120002:web-1", summary: "CPU" }],
    },
    {
      title: "A summary of a rule's alerts",
      payload: {
        ...{ rule, severity: "warning", date: "2026-03-01T02:59:30.123Z" },
        alerts: {
          new: { data: [{ id: "web-2", reason: "CPU is 99 % on web-2" }, null] },
          ongoing: { data: [null] },
          recovered: { data: [{ id: "web-1", reason: "CPU is 12 % on web-1" }, null] },
        },
      },
      becomes: [
        { action: "trigger", dedupKey: `${rule.id}:web-2`, summary: "CPU is 99 % on web-2", severity: "warning" },
        { action: "resolve", dedupKey: `${rule.id}:web-1` },
      ],
    },
    {
      title: "A watch of Watcher",
      payload: {
        ...{ watch_id: "errors-of-checkout", id: "errors-of-checkout_5f2a-2026-03-01T02:59:30.123Z" },
        ...{ execution_time: "2026-03-01T02:59:30.123Z", severity: "error", status: "triggered" },
        message: "412 errors of checkout in five minutes",
      },
      becomes: [
        { action: "trigger", dedupKey: "errors-of-checkout", summary: "412 errors of checkout in five minutes" },
      ],
    },
  ],
});
