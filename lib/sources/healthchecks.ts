import { z } from "zod";
import type { Action } from "#db/vocabulary";
import { missing } from "#lib/reading/missing";
import { momentOf } from "#lib/reading/moment-of";
import { isTemplate, renderedAt } from "#lib/reading/rendered-at";
import { defineSource, type Event, type Reading } from "#lib/sources/contract";

const message = z.looseObject({});
type Message = z.output<typeof message>;

const actions = new Map<string, Action>([
  ["down", "trigger"],
  ["up", "resolve"],
]);

function eventsOf(message: Message): Event[] | Reading {
  const text = (...paths: string[]) => renderedAt(message, ...paths);
  const code = text("code");
  if (code === undefined)
    return isTemplate(message, "code") ? { test: "Somebody sent the template itself." } : missing("code");
  const status = text("status");
  if (status === undefined) return missing("status");
  const action = actions.get(status.toLowerCase());
  if (!action) return { ignored: `The check's status is "${status.slice(0, 60)}", which is neither down nor up.` };
  const name = text("name") ?? `Check ${code}`;
  return [
    {
      action,
      dedupKey: code,
      summary: action === "trigger" ? `${name} is down` : `${name} is up`,
      source: name,
      occurredAt: momentOf(text("now")),
      details: { tags: text("tags"), lastPing: text("last_ping"), error: text("exitstatus", "error") },
    },
  ];
}

const setup = `
1. In Healthchecks.io, or your own server of it, open *Integrations* and press *Add Integration* at *Webhook*.
2. Fill in both halves, *Execute when a check goes down* and *Execute when a check goes up*, with the same:

   - Method *POST*, URL \`{url}\`
   - Request headers \`Content-Type: application/json\`
   - Request body:

   \`\`\`json
   {"code": "$CODE", "name": $NAME_JSON, "status": "$STATUS", "tags": "$TAGS", "now": "$NOW"}
   \`\`\`

3. Save, and see that the integration is switched on for the checks you want to be woken by.

A check that goes down opens an incident with the integration's default severity, the same check going up resolves it. The
test of Healthchecks.io looks like a real check that went down: resolve its incident by hand.
`.trim();

const backup = {
  code: "0c8983c9-9d73-446f-adb5-0641fdacc9d4",
  name: "Nightly backup",
  status: "down",
  tags: "db prod",
  now: "2026-03-01T02:59:30Z",
};

export const healthchecks = defineSource({
  id: "healthchecks",
  name: "Healthchecks.io",
  group: "Uptime monitoring",
  description: "Jobs that did not report in time, by a webhook of Healthchecks.io or your own server of it.",
  payload: message,
  events: eventsOf,
  // `$NOW` is when the message was made.
  occurredAtIs: "own",
  // It is not known that Healthchecks waits after a 429.
  overLimit: 503,
  setup,
  samples: [
    {
      title: "A backup did not report",
      payload: backup,
      becomes: [
        {
          action: "trigger",
          dedupKey: "0c8983c9-9d73-446f-adb5-0641fdacc9d4",
          summary: "Nightly backup is down",
          source: "Nightly backup",
          occurredAt: "2026-03-01T02:59:30.000Z",
        },
      ],
    },
    {
      title: "It reports again",
      payload: { ...backup, status: "up", now: "2026-03-01T03:20:00Z" },
      becomes: [{ action: "resolve", dedupKey: "0c8983c9-9d73-446f-adb5-0641fdacc9d4" }],
    },
    {
      title: "The template itself",
      payload: { code: "$CODE", name: "$NAME_JSON", status: "$STATUS" },
      becomes: [],
    },
  ],
});
