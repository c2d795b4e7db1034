import { z } from "zod";
import type { Action, Severity } from "#db/vocabulary";
import { linksOf } from "#lib/reading/links-of";
import { missing } from "#lib/reading/missing";
import { isTemplate, renderedAt } from "#lib/reading/rendered-at";
import { severityOf } from "#lib/reading/severity-of";
import { defineSource, type Event, type Reading } from "#lib/sources/contract";

const message = z.record(z.string(), z.unknown());

type Message = z.output<typeof message>;

function eventsOf(message: Message): Reading {
  if (isTemplate(message, "PID", "ProblemID", "ProblemTitle"))
    return { test: "The payload was sent as it is, with no problem behind it." };
  if (isTest(message)) return { test: "The test notification of Dynatrace." };
  const key = renderedAt(message, "PID", "ProblemID");
  if (!key) return missing("PID", "the id of the problem");
  const state = renderedAt(message, "State") ?? "OPEN";
  const action = states.get(state.toUpperCase());
  if (!action) return { ignored: `The state "${state.slice(0, 60)}" neither opens nor ends a problem.` };
  return { events: [eventOf(message, key, action)], problems: [] };
}

const states = new Map<string, Action>([
  ["OPEN", "trigger"],
  ["RESOLVED", "resolve"],
  // Not verified: a problem merged into another is said to be told with this state.
  ["MERGED", "resolve"],
]);

const testTitle = "dynatrace problem notification test run";

function isTest(message: Message): boolean {
  const title = renderedAt(message, "ProblemTitle")?.toLowerCase();
  return title === testTitle || renderedAt(message, "PID") === "99999";
}

function eventOf(message: Message, key: string, action: Action): Event {
  const names = ["ImpactedEntityNames", "NamesOfImpactedEntities"];
  return {
    action,
    dedupKey: key,
    summary: renderedAt(message, "ProblemTitle") ?? `Dynatrace problem ${renderedAt(message, "ProblemID") ?? key}`,
    severity: severityOf(renderedAt(message, "ProblemSeverity", "SeverityLevel"), severities),
    source: renderedAt(message, "ImpactedEntity", "ImpactedEntities.0.name", ...names) ?? "Dynatrace",
    links: linksOf({ Dynatrace: renderedAt(message, "ProblemURL") }),
    details: {
      problem: renderedAt(message, "ProblemID"),
      severity: renderedAt(message, "ProblemSeverity"),
      impact: renderedAt(message, "ProblemImpact"),
      tags: renderedAt(message, "Tags"),
      text: renderedAt(message, "ProblemDetailsText", "ProblemDetails"),
      impactedEntities: message.ImpactedEntities,
    },
  };
}

const severities: Record<string, Severity> = {
  availability: "critical",
  monitoring_unavailable: "critical",
  error: "error",
  performance: "warning",
  resource_contention: "warning",
  custom_alert: "warning",
  info: "info",
};

const setup = `
1. In Dynatrace open *Settings → Integration → Problem notifications* and press *Add notification*.
2. Choose the type *Custom integration*, name it \`Tocsin\` and paste the *Webhook URL*:

   \`\`\`text
   {url}
   \`\`\`

3. Leave *Send notification if problem is closed* (its wording differs between versions) switched on: without it nothing is
   ever resolved.
4. Replace the *Custom payload* with this one:

   \`\`\`json
   {
     "State": "{State}",
     "PID": "{PID}",
     "ProblemID": "{ProblemID}",
     "ProblemTitle": "{ProblemTitle}",
     "ProblemSeverity": "{ProblemSeverity}",
     "ProblemImpact": "{ProblemImpact}",
     "ProblemURL": "{ProblemURL}",
     "ProblemDetailsText": "{ProblemDetailsText}",
     "ImpactedEntity": "{ImpactedEntity}",
     "Tags": "{Tags}"
   }
   \`\`\`

5. Choose the alerting profile whose problems should wake you.
6. Press *Send test notification*: the request shows up under *Requests* as a test. Save.

Problems of availability become *critical*, errors *error*, slowness, contention and custom alerts *warning*.
\`{ImpactedEntities}\` and \`{ProblemDetailsJSON}\` are JSON themselves: write them without quotes if you add them.
Dynatrace does not sign its requests, so the URL is the secret: give it to nobody else.
`.trim();

const problem = {
  PID: "8649541327698254321_V2",
  ProblemID: "P-2603117",
  ProblemTitle: "Failure rate increase of the service checkout",
  ProblemSeverity: "ERROR",
  ProblemImpact: "SERVICE",
  ProblemURL: "https://abc12345.live.dynatrace.com/#problems/problemdetails;pid=8649541327698254321_V2",
  ProblemDetailsText: "OPEN Problem P-2603117 in the environment shop\nFailure rate of checkout is 12 %",
  ImpactedEntity: "Web service checkout",
  Tags: "env:production, team:shop",
};

export const dynatrace = defineSource({
  id: "dynatrace",
  name: "Dynatrace",
  group: "Monitoring & APM",
  description: "Problem notifications of Dynatrace.",
  icon: "dynatrace",
  payload: message,
  events: eventsOf,
  occurredAtIs: "none",
  // Not known what Dynatrace does after a 429; a 5xx is what senders commonly try again after.
  overLimit: 503,
  setup,
  samples: [
    {
      title: "A service fails more often",
      payload: { ...problem, State: "OPEN" },
      becomes: [
        {
          action: "trigger",
          dedupKey: "8649541327698254321_V2",
          summary: "Failure rate increase of the service checkout",
          severity: "error",
          source: "Web service checkout",
        },
      ],
    },
    {
      title: "The problem is over",
      payload: { ...problem, State: "RESOLVED", ProblemDetailsText: "RESOLVED Problem P-2603117" },
      becomes: [{ action: "resolve", dedupKey: "8649541327698254321_V2" }],
    },
    {
      title: "The test notification",
      payload: {
        State: "OPEN",
        PID: "99999",
        ProblemID: "999",
        ProblemTitle: "Dynatrace problem notification test run",
        ProblemSeverity: "RESOURCE_CONTENTION",
        ImpactedEntity: "Myhost, Myservice",
      },
      becomes: [],
    },
  ],
});
