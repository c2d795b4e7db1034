import type { z } from "zod";
import { alertBody, factsOf, severityOfPriority } from "#lib/reading/opsgenie-alert";
import { defineSource, type Reading } from "#lib/sources/contract";

const isAddress = (text: string) => /^https?:\/\//i.test(text);

function eventsOf(body: z.output<typeof alertBody>): Reading {
  const { message, alias, priority, problems, note: _, ...shown } = factsOf(body);
  const addresses = Object.entries(shown.details).filter(([, value]) => isAddress(value));
  const links = addresses.map(([text, href]) => ({ href, text }));
  return {
    events: [
      {
        action: "trigger",
        dedupKey: alias,
        summary: message,
        severity: severityOfPriority[priority],
        source: shown.entity || (isAddress(shown.source) ? undefined : shown.source) || undefined,
        links: isAddress(shown.source) ? [{ href: shown.source, text: "Source" }, ...links] : links,
        details: { priority, ...withoutBlanks(shown) },
      },
    ],
    problems,
  };
}

function withoutBlanks(shown: Record<string, string | object>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(shown).filter(([, value]) =>
      typeof value === "string" ? value !== "" : Object.keys(value).length > 0,
    ),
  );
}

const setup = `
Programs that already speak to Opsgenie need only another host: change \`https://api.opsgenie.com\` (or \`https://api.eu.opsgenie.com\`)
to \`{base}\` and put this integration's key where the Opsgenie API key stood. Everything else, paths and bodies, stays as it is.

- **Alertmanager**

  \`\`\`yaml
  receivers:
    - name: tocsin
      opsgenie_configs:
        - api_url: "{base}/"
          api_key: "{key}"
          update_alerts: true
  \`\`\`

- **Any script**

  \`\`\`bash
  curl -X POST {base}/v2/alerts \\
    -H "Authorization: GenieKey {key}" \\
    -H "Content-Type: application/json" \\
    -d '{"message":"Disk of db-1 is full","alias":"db-1/disk","priority":"P1"}'
  \`\`\`

- **An SDK**: set its host to \`{base}\` and its key to \`{key}\`.
- **Webhooks that cannot choose a path**: post the body of a create request to \`{url}\`.

The same \`alias\` is the same incident while it is open. P1 is critical, P2 error, P3 (also when none is given) warning,
P4 and P5 info. The id of an alert is its incident's id, its tiny id the incident's number. The key reaches only the alerts
of this integration. What is served and what is not stands in the API docs, under Opsgenie.
`.trim();

export const opsgenie = defineSource({
  id: "opsgenie",
  name: "Opsgenie Alert API",
  group: "Other",
  description: "For programs that speak to Opsgenie: change the host, keep the rest.",
  icon: "opsgenie",
  payload: alertBody,
  events: eventsOf,
  occurredAtIs: "none",
  // Opsgenie's own clients wait and try again after a 429.
  overLimit: 429,
  setup,
  isTried: true,
  samples: [
    {
      title: "A disk is full",
      payload: {
        message: "Disk of db-1 is 97 % full",
        alias: "db-1/disk",
        description: "/var has 2 GB left; postgres stops at 1 GB.",
        responders: [{ type: "team", name: "Databases" }],
        tags: ["production", "disk"],
        details: { host: "db-1", runbook: "https://runbooks.example.com/disk" },
        entity: "db-1",
        source: "nagios",
        priority: "P1",
      },
      becomes: [
        {
          action: "trigger",
          dedupKey: "db-1/disk",
          summary: "Disk of db-1 is 97 % full",
          severity: "critical",
          source: "db-1",
          links: [{ href: "https://runbooks.example.com/disk", text: "runbook" }],
        },
      ],
    },
    {
      title: "Only a message",
      payload: { message: "Backup did not run" },
      becomes: [{ action: "trigger", summary: "Backup did not run", severity: "warning" }],
    },
  ],
});
