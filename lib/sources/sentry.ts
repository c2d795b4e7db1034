import { z } from "zod";
import type { Action, Severity } from "#db/vocabulary";
import { atPath } from "#lib/reading/at-path";
import { digestOf } from "#lib/reading/digest-of";
import { linksOf } from "#lib/reading/links-of";
import { missing } from "#lib/reading/missing";
import { momentOf } from "#lib/reading/moment-of";
import { severityOf } from "#lib/reading/severity-of";
import { textAt } from "#lib/reading/text-at";
import { textOf } from "#lib/reading/text-of";
import { defineSource, type Event, type Facts, type Reading } from "#lib/sources/contract";

const message = z.record(z.string(), z.unknown());

const choices = z.object({
  newIssues: z.boolean().default(true).meta({
    label: "New issues open incidents",
    hint: "Off: only alert rules open incidents, and what happens to the issue in Sentry resolves them.",
  }),
});

type Sent = {
  body: z.output<typeof message>;
  config: z.output<typeof choices>;
  /** When the message was sent: an issue's own times are older than its last resolve. */
  occurredAt: string | undefined;
};

function eventsOf(body: z.output<typeof message>, config: z.output<typeof choices>, { headers }: Facts): Reading {
  const resource = textOf(headers["sentry-hook-resource"])?.toLowerCase() ?? resourceIn(body);
  if (!resource) return missing("data", "an object with an issue, an event or a metric_alert");
  const read = readers.get(resource);
  if (!read) return { ignored: `Sentry's messages about "${resource.slice(0, 60)}" open no incident.` };
  return read({ body, config, occurredAt: momentOf(headers["sentry-hook-timestamp"]) });
}

/** A proxy may have dropped the header that names the resource. */
function resourceIn(body: unknown): string | undefined {
  if (atPath(body, "data.metric_alert") !== undefined) return "metric_alert";
  if (atPath(body, "data.event") !== undefined) return "event_alert";
  if (atPath(body, "data.issue") !== undefined) return "issue";
  if (atPath(body, "data.installation") !== undefined) return "installation";
  return textAt(body, "project_name", "project_slug") ? "plugin" : undefined;
}

const readers = new Map<string, (sent: Sent) => Reading>([
  ["issue", readIssue],
  ["event_alert", readEventAlert],
  ["metric_alert", readMetricAlert],
  ["installation", readInstallation],
  ["plugin", readPlugin],
]);

const issueActions = new Map<string, Action>([
  ["created", "trigger"],
  ["unresolved", "trigger"],
  ["assigned", "acknowledge"],
  ["resolved", "resolve"],
  // "ignored" in Sentry's code, "archived" in its documentation.
  ["ignored", "resolve"],
  ["archived", "resolve"],
]);

function readIssue({ body, config, occurredAt }: Sent): Reading {
  const issue = atPath(body, "data.issue");
  const id = textAt(issue, "id");
  if (!id) return missing("data.issue.id");
  const said = textAt(body, "action")?.toLowerCase() ?? "";
  const action = issueActions.get(said);
  if (said === "created" && !config.newIssues) return { ignored: "New issues open no incident: only alert rules do." };
  if (!action) return { ignored: `The issue was "${said.slice(0, 60)}", which neither opens nor ends trouble.` };
  return only({
    action,
    dedupKey: `issue:${id}`,
    summary: textAt(issue, "title", "metadata.title", "culprit") ?? `Sentry issue ${textAt(issue, "shortId") ?? id}`,
    severity: levelOf(atPath(issue, "level")),
    source: textAt(issue, "project.name", "project.slug"),
    occurredAt,
    links: linksOf({ Sentry: textAt(issue, "web_url", "permalink") }),
    details: {
      action: said,
      by: textAt(body, "actor.name"),
      issue: textAt(issue, "shortId"),
      substatus: textAt(issue, "substatus"),
    },
  });
}

function readEventAlert({ body, occurredAt }: Sent): Reading {
  const event = atPath(body, "data.event");
  // The same key as the issue's own messages, so that resolving the issue resolves what the rule opened.
  const key = keyOf("issue", textAt(event, "issue_id")) ?? keyOf("event", textAt(event, "event_id"));
  if (!key) return missing("data.event.issue_id");
  const said = textAt(body, "action")?.toLowerCase() ?? "triggered";
  if (said !== "triggered") return { ignored: `The alert was "${said.slice(0, 60)}", which opens no incident.` };
  const rule = textAt(body, "data.triggered_rule");
  return only({
    action: "trigger",
    dedupKey: key,
    summary: textAt(event, "title", "message", "culprit") ?? `Sentry alert ${rule ?? key}`,
    severity: levelOf(atPath(event, "level")),
    source: tagOf(event, "server_name") ?? textAt(event, "project_name", "project_slug"),
    occurredAt: occurredAt ?? momentOf(atPath(event, "datetime")),
    links: linksOf({ Sentry: textAt(event, "web_url") }),
    details: { rule, culprit: textAt(event, "culprit"), tags: atPath(event, "tags") },
  });
}

const metricActions = new Map<string, { action: Action; severity?: Severity }>([
  ["critical", { action: "trigger", severity: "critical" }],
  ["warning", { action: "trigger", severity: "warning" }],
  // Not in Sentry's documentation, but in its code.
  ["open", { action: "trigger" }],
  ["resolved", { action: "resolve" }],
]);

function readMetricAlert({ body, occurredAt }: Sent): Reading {
  const alert = atPath(body, "data.metric_alert");
  const id = textAt(alert, "id");
  if (!id) return missing("data.metric_alert.id");
  const said = textAt(body, "action")?.toLowerCase() ?? "";
  const means = metricActions.get(said);
  if (!means) return { ignored: `The metric alert became "${said.slice(0, 60)}", which Tocsin does not know.` };
  const title = textAt(alert, "title", "alert_rule.name") ?? textAt(body, "data.description_title");
  const [text] = textAt(body, "data.description_text")?.split("\n") ?? [];
  return only({
    ...means,
    dedupKey: `metric_alert:${id}`,
    summary: [title ?? `Sentry metric alert ${id}`, text].filter(Boolean).join(": "),
    source: textAt(alert, "projects.0", "alert_rule.projects.0"),
    occurredAt,
    links: linksOf({ Sentry: textAt(body, "data.web_url") }),
    details: { description: textAt(body, "data.description_text"), query: textAt(alert, "alert_rule.query") },
  });
}

function readInstallation({ body }: Sent): Reading {
  const said = textAt(body, "action")?.toLowerCase();
  if (said === "deleted") return { ignored: "The integration was removed in Sentry. Nothing more will come from it." };
  return { test: "The integration was installed in Sentry." };
}

/** The old WebHooks plugin of a project: flat, unsigned, and it never says that something ended. */
function readPlugin({ body, occurredAt }: Sent): Reading {
  const project = textAt(body, "project_name", "project", "project_slug");
  const summary = textAt(body, "message", "event.title", "culprit");
  if (!project || !summary) return missing(project ? "message" : "project_name");
  return only({
    action: "trigger",
    dedupKey: keyOf("issue", textAt(body, "id")) ?? digestOf(project, summary),
    summary,
    severity: levelOf(body.level),
    source: project,
    occurredAt,
    links: linksOf({ Sentry: body.url }),
    details: { culprit: textAt(body, "culprit"), logger: textAt(body, "logger") },
  });
}

const only = (event: Event): Reading => ({ events: [event], problems: [] });

const keyOf = (kind: string, id: string | undefined): string | undefined => id && `${kind}:${id}`;

const levelOf = (level: unknown): Severity | undefined => severityOf(level, { sample: "info" });

/** The value of a tag; Sentry writes tags as pairs. */
function tagOf(event: unknown, name: string): string | undefined {
  const tags = atPath(event, "tags");
  if (!Array.isArray(tags)) return undefined;
  const tag: unknown = tags.find((tag) => Array.isArray(tag) && tag[0] === name);
  return textAt(tag, "1");
}

const setup = `
1. In Sentry open *Settings → Developer settings → Custom integrations*, press *Create new integration* and choose
   *Internal integration*.
2. Name it \`Tocsin\`, paste \`{url}\` as its *Webhook URL* and switch *Alert rule action* on.
3. Under *Permissions* set *Issue & event* to *Read*; under *Webhooks* tick *issue*. Save.
4. Copy the *Client secret* Sentry shows into this integration's signature secret: every request is then checked against
   \`Sentry-Hook-Signature\`.
5. In *Alerts*, add the action *Send a notification via Tocsin* to the rules you want to be woken by.

An alert opens an incident; resolving or archiving the issue in Sentry resolves it, assigning the issue acknowledges it.
Every new issue of the organization opens one too: switch that off here (*New issues open incidents*) if only your alert
rules should wake people.
`.trim();

const installation = { uuid: "7a485448-a9e2-4c85-8a3c-4f44175783c9" };
const nobody = { type: "application", id: "sentry", name: "Sentry" };
const bob = { type: "user", id: "2", name: "Bob" };
const hook = (resource: string, second: number) => ({
  "sentry-hook-resource": resource,
  "sentry-hook-timestamp": String(second),
});
const issue = {
  id: "1170820242",
  shortId: "SHOP-1A",
  title: "ReferenceError: total is not defined",
  culprit: "checkout/pay",
  level: "error",
  status: "unresolved",
  project: { id: "1", name: "shop", slug: "shop" },
  web_url: "https://example.sentry.io/issues/1170820242/",
};
const metricAlert = {
  description_text: "1,000 events in the last 10 minutes\nFilter: level:error",
  metric_alert: {
    id: "4711",
    title: "Too many errors in shop",
    projects: ["shop"],
    alert_rule: { name: "Too many errors in shop", query: "level:error" },
  },
  web_url: "https://example.sentry.io/organizations/example/alerts/rules/details/7/?alert=4711",
};

export const sentry = defineSource({
  id: "sentry",
  name: "Sentry",
  group: "Monitoring & APM",
  description: "Issue alerts and metric alerts of Sentry, and what becomes of its issues.",
  icon: "sentry",
  signature: { kind: "hmac", algorithm: "sha256", headers: ["Sentry-Hook-Signature"] },
  payload: message,
  config: choices,
  deliveryId: { header: "Request-ID" },
  events: eventsOf,
  // When the message was sent; an issue's own times are older than its last resolve.
  occurredAtIs: "own",
  // Sentry does not try again, whatever it is told.
  overLimit: 503,
  setup,
  samples: [
    {
      title: "An alert rule fires",
      headers: hook("event_alert", 1772333970),
      payload: {
        action: "triggered",
        actor: nobody,
        installation,
        data: {
          event: {
            issue_id: "1170820242",
            title: "ReferenceError: total is not defined",
            culprit: "checkout/pay",
            level: "error",
            tags: [["server_name", "web-1"]],
            web_url: "https://example.sentry.io/issues/1170820242/events/e4874d66/",
          },
          triggered_rule: "Errors at checkout",
        },
      },
      becomes: [
        {
          action: "trigger",
          dedupKey: "issue:1170820242",
          summary: "ReferenceError: total is not defined",
          severity: "error",
          source: "web-1",
          occurredAt: "2026-03-01T02:59:30.000Z",
        },
      ],
    },
    {
      title: "Somebody takes the issue",
      headers: hook("issue", 1772334200),
      payload: { action: "assigned", actor: bob, installation, data: { issue } },
      becomes: [{ action: "acknowledge", dedupKey: "issue:1170820242", source: "shop" }],
    },
    {
      title: "The issue is resolved",
      headers: hook("issue", 1772335200),
      payload: { action: "resolved", actor: bob, installation, data: { issue: { ...issue, status: "resolved" } } },
      becomes: [{ action: "resolve", dedupKey: "issue:1170820242" }],
    },
    {
      title: "A metric alert becomes critical",
      headers: hook("metric_alert", 1772333970),
      payload: { action: "critical", actor: nobody, installation, data: metricAlert },
      becomes: [
        {
          action: "trigger",
          dedupKey: "metric_alert:4711",
          summary: "Too many errors in shop: 1,000 events in the last 10 minutes",
          severity: "critical",
          source: "shop",
        },
      ],
    },
    {
      title: "The metric alert is over",
      headers: hook("metric_alert", 1772335200),
      payload: { action: "resolved", actor: nobody, installation, data: metricAlert },
      becomes: [{ action: "resolve", dedupKey: "metric_alert:4711" }],
    },
    {
      title: "Tocsin is installed in Sentry",
      headers: hook("installation", 1772330000),
      payload: { action: "created", actor: nobody, data: { installation } },
      becomes: [],
    },
  ],
});
