import { z } from "zod";
import type { Action } from "#db/vocabulary";
import { linksOf } from "#lib/reading/links-of";
import { missing } from "#lib/reading/missing";
import { textAt } from "#lib/reading/text-at";
import { defineSource, type Event, type Reading } from "#lib/sources/contract";

const message = z.looseObject({});
type Message = z.output<typeof message>;

const actions = new Map<string, Action>([
  ["alert", "trigger"],
  ["recovery", "resolve"],
]);

function eventsOf(message: Message): Event[] | Reading {
  const id = textAt(message, "id");
  if (id === undefined) return missing("id");
  // Older webhooks have no type. An alert too many is better than none.
  const type = textAt(message, "type") ?? "alert";
  const action = actions.get(type.toLowerCase());
  if (!action) return { ignored: `The type is "${type.slice(0, 60)}", which is neither an alert nor a recovery.` };
  const monitor = textAt(message, "monitor") ?? id;
  const environment = textAt(message, "environment");
  const about = textAt(message, "description");
  return [
    {
      action,
      dedupKey: environment === undefined ? id : `${id}/${environment}`,
      summary: about === undefined ? monitor : `${monitor}: ${about}`,
      source: monitor,
      links: linksOf({ Issue: textAt(message, "issue_url"), Monitor: textAt(message, "monitor_url") }),
      details: { rule: textAt(message, "rule"), environment, group: textAt(message, "group"), description: about },
    },
  ];
}

const setup = `
1. In Cronitor open *Settings → Integrations* and add a *Webhook* with this URL:

   \`\`\`sh
   {url}
   \`\`\`

2. Add the webhook to a notification list, and that list to the monitors you want to be woken by.

An alert opens an incident with the integration's default severity, the recovery of the same monitor in the same
environment resolves it. Cronitor does not sign its requests, so the URL is the secret: give it to nobody else.
`.trim();

const job = {
  id: "nightly-backup",
  monitor: "Nightly backup",
  type: "ALERT",
  description: "The job has not completed within 30 minutes.",
  rule: "complete_too_late",
  environment: "production",
  group: null,
  issue_url: "https://cronitor.io/app/issues/1",
  monitor_url: "https://cronitor.io/app/monitors/nightly-backup",
};

export const cronitor = defineSource({
  id: "cronitor",
  name: "Cronitor",
  group: "Uptime monitoring",
  description: "Jobs, heartbeats and checks of Cronitor that fail and recover.",
  payload: message,
  events: eventsOf,
  occurredAtIs: "none",
  // It is not known that Cronitor waits after a 429.
  overLimit: 503,
  setup,
  samples: [
    {
      title: "A job is late",
      payload: job,
      becomes: [
        {
          action: "trigger",
          dedupKey: "nightly-backup/production",
          summary: "Nightly backup: The job has not completed within 30 minutes.",
          source: "Nightly backup",
        },
      ],
    },
    {
      title: "The job is in time again",
      payload: { ...job, type: "RECOVERY", description: "The job completed." },
      becomes: [{ action: "resolve", dedupKey: "nightly-backup/production" }],
    },
  ],
});
