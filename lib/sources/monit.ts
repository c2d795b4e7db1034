import { z } from "zod";
import type { Action } from "#db/vocabulary";
import { missing } from "#lib/reading/missing";
import { isTemplate, renderedAt } from "#lib/reading/rendered-at";
import { severityOf } from "#lib/reading/severity-of";
import { defineSource, type Event, type Reading } from "#lib/sources/contract";

const message = z.looseObject({});
type Message = z.output<typeof message>;

function eventsOf(message: Message): Event[] | Reading {
  const text = (...paths: string[]) => renderedAt(message, ...paths);
  const service = text("service", "MONIT_SERVICE");
  if (service === undefined)
    return isTemplate(message, "service", "MONIT_SERVICE")
      ? { test: "Somebody sent the variables themselves." }
      : missing("service");
  const event = text("event", "MONIT_EVENT") ?? "";
  const action = actionOf(text("action"), event);
  if (typeof action !== "string") return action;
  const host = text("host", "MONIT_HOST");
  const check = text("check");
  return [
    {
      action,
      // Monit names the end of trouble otherwise than its beginning, so the event is no part of the key.
      dedupKey: [host, service, check].filter(Boolean).join("/"),
      summary: summaryOf({ service, host, event, description: text("description", "MONIT_DESCRIPTION") }),
      severity: severityOf(text("severity")),
      source: host,
      details: { service, host, event, check, date: text("date", "MONIT_DATE") },
    },
  ];
}

const words = new Map<string, Action>([
  ["trigger", "trigger"],
  ["problem", "trigger"],
  ["resolve", "resolve"],
  ["recovery", "resolve"],
]);

/** What the script was told; a script that says nothing is judged by how Monit names the ends of trouble. */
function actionOf(told: string | undefined, event: string): Action | { ignored: string } {
  if (told !== undefined)
    return (
      words.get(told.toLowerCase()) ?? { ignored: `The action "${told.slice(0, 60)}" is neither trigger nor resolve.` }
    );
  if (quiet.test(event)) return { ignored: `Monit's "${event.slice(0, 60)}" opens no incident.` };
  return ends.test(event) ? "resolve" : "trigger";
}

// The names of Monit's events are not verified; the script's own word comes first.
const quiet = /^(monit )?instance changed$|^(action done|no event|started|stopped)$/i;
const ends = /^([a-z ]+ )?(succeeded|recovered|recovery)$|^exists$/i;

function summaryOf(said: {
  service: string;
  host?: string | undefined;
  event: string;
  description?: string | undefined;
}) {
  const where = said.host && said.host !== said.service ? `${said.service} on ${said.host}` : said.service;
  const what = [said.event, said.description].filter(Boolean).join(": ");
  return what ? `${where}: ${what}` : `${where} has a problem`;
}

const setup = `
Monit runs a script for each rule; Tocsin needs one, and two words in each rule.

1. Save this as \`/usr/local/bin/tocsin\` and make it executable (\`chmod 755 /usr/local/bin/tocsin\`):

   \`\`\`sh
   #!/bin/sh
   exec curl -fsS -m 15 --retry 3 "{url}" \\
     --data-urlencode "action=\${1:-trigger}" \\
     --data-urlencode "severity=\${2:-}" \\
     --data-urlencode "service=$MONIT_SERVICE" \\
     --data-urlencode "host=$MONIT_HOST" \\
     --data-urlencode "event=$MONIT_EVENT" \\
     --data-urlencode "description=$MONIT_DESCRIPTION" \\
     --data-urlencode "date=$MONIT_DATE"
   \`\`\`

2. Call it in the rules of \`monitrc\`, for the beginning of trouble and for its end:

   \`\`\`sh
   check filesystem rootfs with path /
     if space usage > 90%
       then exec "/usr/local/bin/tocsin trigger critical"
       else if succeeded then exec "/usr/local/bin/tocsin resolve"
   \`\`\`

3. Check and reload: \`monit -t && monit reload\`.

The first word is \`trigger\` or \`resolve\`, the second the severity: \`critical\`, \`error\`, \`warning\` or \`info\`; left out, the
integration's default severity is used. All rules of one service are one incident. A service with several rules that
should be told apart needs a field \`check\` with a name of its own in the script.
`.trim();

const disk = {
  action: "trigger",
  severity: "critical",
  service: "rootfs",
  host: "db-1",
  event: "Resource limit matched",
  description: "space usage 97.2% matches resource limit [space usage > 90.0%]",
  date: "Sun, 01 Mar 2026 02:59:30",
};

export const monit = defineSource({
  id: "monit",
  name: "Monit",
  group: "Monitoring & APM",
  description: "What Monit's rules find, by a script it runs.",
  payload: message,
  events: eventsOf,
  occurredAtIs: "none",
  // curl tries again after 429 and after 503.
  overLimit: 429,
  setup,
  samples: [
    {
      title: "A disk is almost full",
      payload: disk,
      becomes: [
        {
          action: "trigger",
          dedupKey: "db-1/rootfs",
          summary:
            "rootfs on db-1: Resource limit matched: space usage 97.2% matches resource limit [space usage > 90.0%]",
          severity: "critical",
          source: "db-1",
        },
      ],
    },
    {
      title: "The disk has room again",
      payload: { ...disk, action: "resolve", severity: "", event: "Resource limit succeeded" },
      becomes: [{ action: "resolve", dedupKey: "db-1/rootfs" }],
    },
    {
      title: "The variables were not filled in",
      payload: { service: "$MONIT_SERVICE", host: "$MONIT_HOST", event: "$MONIT_EVENT" },
      becomes: [],
    },
  ],
});
