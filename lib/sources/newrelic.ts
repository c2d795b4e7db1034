import { z } from "zod";
import type { Action, Severity } from "#db/vocabulary";
import { linksOf } from "#lib/reading/links-of";
import { missing } from "#lib/reading/missing";
import { momentOf } from "#lib/reading/moment-of";
import { isTemplate, renderedAt } from "#lib/reading/rendered-at";
import { severityOf } from "#lib/reading/severity-of";
import { defineSource, type Event, type Reading } from "#lib/sources/contract";

const message = z.record(z.string(), z.unknown());

type Message = z.output<typeof message>;

function eventsOf(message: Message): Reading {
  if (isTemplate(message, "id", "issueId", "title", "incident_id"))
    return { test: "The template was sent as it is, with no issue behind it." };
  const isLegacy = renderedAt(message, "current_state", "incident_id") !== undefined;
  return isLegacy ? readLegacy(message) : readIssue(message);
}

/** What a workflow sends. Its test cannot be told from an issue for sure, so it opens an incident. */
function readIssue(message: Message): Reading {
  const key = renderedAt(message, "id", "issueId");
  const title = renderedAt(message, "title", "title.0", "issueTitle", "issueTitle.0");
  const state = renderedAt(message, "state");
  if (!key) return missing("id", "the id of the issue");
  if (!title && !state) return missing("title", "the title of the issue");
  const action = stateOf(message, state ?? "activated");
  if (!action) return unknownState(state);
  const event: Event = {
    action,
    dedupKey: key,
    summary: title ?? `New Relic issue ${key}`,
    severity: severityOf(renderedAt(message, "priority"), priorities),
    source: renderedAt(message, "impactedEntities.0", "impactedEntities.0.name", "impactedEntities") ?? "New Relic",
    occurredAt: momentOf(message.updatedAt) ?? momentOf(message.createdAt),
    links: linksOf({
      "New Relic": renderedAt(message, "issueUrl", "issuePageUrl"),
      Runbook: renderedAt(message, "runbookUrl", "runbookUrl.0"),
    }),
    images: imagesOf(message),
    details: detailsOf(message, issueDetails),
  };
  return { events: [event], problems: [] };
}

// New Relic itself maps HIGH to a warning in the templates it ships for others.
const priorities: Record<string, Severity> = { critical: "critical", high: "warning", medium: "warning", low: "info" };

const states = new Map<string, Action>([
  ["created", "trigger"],
  ["activated", "trigger"],
  ["open", "trigger"],
  ["acknowledged", "acknowledge"],
  ["closed", "resolve"],
]);

function stateOf(message: Message, state: string): Action | undefined {
  const action = states.get(state.toLowerCase());
  return action === "trigger" && momentOf(message.acknowledgedAt) ? "acknowledge" : action;
}

function unknownState(state: string | undefined): Reading {
  return { ignored: `The state "${(state ?? "").slice(0, 60)}" neither opens nor ends an issue.` };
}

function imagesOf(message: Message): Event["images"] {
  const src = renderedAt(message, "violationChartUrl");
  return src ? [{ src, href: renderedAt(message, "issueUrl") }] : [];
}

const issueDetails = [
  ...["impactedEntities", "totalIncidents", "trigger", "isCorrelated", "sources", "alertPolicyNames"],
  ...["alertConditionNames", "workflowName", "description"],
];

const detailsOf = (message: Message, names: string[]): Event["details"] =>
  Object.fromEntries(names.map((name) => [name, message[name]]));

/** What the notification channels sent before there were workflows; some are still set up by hand. */
function readLegacy(message: Message): Reading {
  const key = renderedAt(message, "incident_id");
  const state = renderedAt(message, "current_state");
  // Not verified: how the test of an old channel was marked in every version.
  if (state?.toLowerCase() === "test") return { test: "The test of a notification channel." };
  if (!key) return missing("incident_id", "the number of the incident");
  const action = states.get(state?.toLowerCase() ?? "open");
  if (!action) return unknownState(state);
  const event: Event = {
    action,
    dedupKey: key,
    summary: renderedAt(message, "details", "condition_name") ?? `New Relic incident ${key}`,
    severity: severityOf(renderedAt(message, "severity")),
    source: renderedAt(message, "targets.0.name", "condition_name", "policy_name") ?? "New Relic",
    occurredAt: momentOf(message.timestamp),
    links: linksOf({
      "New Relic": renderedAt(message, "incident_url"),
      Runbook: renderedAt(message, "runbook_url"),
    }),
    images: imagesOf({ violationChartUrl: message.violation_chart_url, issueUrl: message.incident_url }),
    details: detailsOf(message, ["condition_name", "policy_name", "event_type", "targets"]),
  };
  return { events: [event], problems: [] };
}

const setup = `
1. In New Relic open *Alerts → Destinations*, choose *Webhook*, name it \`Tocsin\` and paste the URL:

   \`\`\`text
   {url}
   \`\`\`

2. Open *Alerts → Workflows*, add a workflow (or edit one), and under *Notify* choose *Webhook* and the destination
   \`Tocsin\`.
3. New Relic's default payload is understood. To have acknowledgements and charts too, paste this template:

   \`\`\`text
   {
     "id": {{ json issueId }},
     "issueUrl": {{ json issuePageUrl }},
     "title": {{ json annotations.title.[0] }},
     "priority": {{ json priority }},
     "impactedEntities": {{ json entitiesData.names }},
     "totalIncidents": {{ json totalIncidents }},
     "state": {{ json state }},
     "trigger": {{ json triggerEvent }},
     "isCorrelated": {{ json isCorrelated }},
     "createdAt": {{ json createdAt }},
     "updatedAt": {{ json updatedAt }},
     "acknowledgedAt": {{ json acknowledgedAt }},
     "sources": {{ json accumulations.source }},
     "alertPolicyNames": {{ json accumulations.policyName }},
     "alertConditionNames": {{ json accumulations.conditionName }},
     "workflowName": {{ json workflowName }},
     "runbookUrl": {{ json accumulations.runbookUrl }},
     "violationChartUrl": {{ json violationChartUrl }}
   }
   \`\`\`

4. Open the menu of the destination in the workflow, choose *Notify when*, and switch *Activated*, *Acknowledged* and
   *Closed* on: without *Closed* nothing is ever resolved.

The issue is the incident; *critical* stays critical, *high* and *medium* become warnings, *low* is information.
*Send test notification* opens an incident, because New Relic fills the template with sample values; resolve it by hand.
New Relic does not sign its requests, so the URL is the secret: give it to nobody else.
`.trim();

const issue = {
  id: "0ea2df1c-adab-45d2-aae0-042b609d2322",
  issueUrl: "https://one.newrelic.com/alerts/issue?account=1",
  title: "Memory of web-1 is above 90 % for at least 5 minutes",
  priority: "CRITICAL",
  impactedEntities: ["web-1"],
  totalIncidents: 1,
  isCorrelated: false,
  createdAt: 1772333970000,
  sources: ["newrelic"],
  alertPolicyNames: ["Shop"],
  alertConditionNames: ["Memory"],
  workflowName: "Wake the shop team",
};
const legacy = {
  incident_id: 4711,
  event_type: "INCIDENT",
  condition_name: "Disk",
  policy_name: "Databases",
  details: "Disk of db-1 is above 95 %",
  severity: "WARNING",
  targets: [{ name: "db-1", type: "Server" }],
  incident_url: "https://alerts.newrelic.com/accounts/1/incidents/4711",
  runbook_url: "https://runbooks.example.com/disk",
};

export const newrelic = defineSource({
  id: "newrelic",
  name: "New Relic",
  group: "Monitoring & APM",
  description: "Issues of New Relic's workflows, and incidents of its old notification channels.",
  icon: "newrelic",
  payload: message,
  events: eventsOf,
  // When the issue last changed. One that is closed is never opened again.
  occurredAtIs: "own",
  // Not known what New Relic does after a 429; a 5xx is what senders commonly try again after.
  overLimit: 503,
  setup,
  samples: [
    {
      title: "A server runs out of memory",
      payload: { ...issue, state: "ACTIVATED", trigger: "STATE_CHANGE", updatedAt: 1772333970000 },
      becomes: [
        {
          action: "trigger",
          dedupKey: "0ea2df1c-adab-45d2-aae0-042b609d2322",
          summary: "Memory of web-1 is above 90 % for at least 5 minutes",
          severity: "critical",
          source: "web-1",
          occurredAt: "2026-03-01T02:59:30.000Z",
        },
      ],
    },
    {
      title: "Somebody looks at it",
      payload: { ...issue, state: "ACTIVATED", updatedAt: 1772334600000, acknowledgedAt: 1772334600000 },
      becomes: [{ action: "acknowledge", dedupKey: "0ea2df1c-adab-45d2-aae0-042b609d2322" }],
    },
    {
      title: "The issue is closed",
      payload: { ...issue, state: "CLOSED", updatedAt: 1772335200000, acknowledgedAt: 1772334600000 },
      becomes: [{ action: "resolve", dedupKey: "0ea2df1c-adab-45d2-aae0-042b609d2322" }],
    },
    {
      title: "An old notification channel: a disk fills up",
      payload: { ...legacy, current_state: "open", timestamp: 1772333970000 },
      becomes: [
        {
          action: "trigger",
          dedupKey: "4711",
          summary: "Disk of db-1 is above 95 %",
          severity: "warning",
          source: "db-1",
        },
      ],
    },
    {
      title: "An old notification channel: the disk has room again",
      payload: { ...legacy, current_state: "closed", timestamp: 1772335200000 },
      becomes: [{ action: "resolve", dedupKey: "4711" }],
    },
  ],
});
