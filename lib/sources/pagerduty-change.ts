import { z } from "zod";
import { eventsApiRefusal } from "#lib/reading/events-api-refusal";
import { textOf } from "#lib/reading/text-of";
import { type Answer, defineSource, type Ending, type Reading } from "#lib/sources/contract";
import { truncate } from "#lib/text";

const missing = { error: "is missing or blank" };
const shown = z.unknown().optional();

const message = z.object(
  {
    routing_key: shown,
    payload: z.object(
      {
        summary: z.string(missing).refine((text) => text.trim() !== "", missing),
        timestamp: shown,
        source: shown,
        custom_details: shown,
      },
      missing,
    ),
    links: shown,
  },
  { error: "The event should be one JSON object." },
);

function eventsOf({ payload }: z.output<typeof message>): Reading {
  const source = textOf(payload.source);
  const change = truncate(payload.summary.trim().replace(/\s+/g, " "), 200);
  return {
    ignored: `Kept as a note of the change "${change}"${source ? ` at ${truncate(source, 100)}` : ""}. Changes open no incident.`,
  };
}

/** 202 as PagerDuty answers changes too; there is no key to name. */
function answer(ending: Ending): Answer {
  if (ending.outcome === "refused") return eventsApiRefusal(ending);
  const message = ending.outcome === "accepted" ? "Change event processed" : ending.reason;
  return { status: 202, body: { status: "success", message } };
}

const setup = `
For programs that report deployments and other changes to PagerDuty. Give them the address \`{base}/v2/change/enqueue\`
instead of PagerDuty's and this integration's key as their routing key. A program that takes only one URL posts to
\`{url}\`.

\`\`\`bash
curl -X POST {base}/v2/change/enqueue \\
  -H "Content-Type: application/json" \\
  -d '{"routing_key":"{key}","payload":{"summary":"Deployed shop 4.2 to production","source":"ci"}}'
\`\`\`

A change never opens an incident and wakes nobody. It is kept among this integration's requests, with its text as the
reason.
`.trim();

export const pagerdutyChange = defineSource({
  id: "pagerduty-change",
  name: "Change events (PagerDuty-compatible)",
  group: "Other",
  description: "Notes of deployments and other changes; they wake nobody.",
  icon: "pagerduty",
  payload: message,
  events: eventsOf,
  answer,
  occurredAtIs: "none",
  // PagerDuty's own clients wait and try again after a 429.
  overLimit: 429,
  setup,
  isTried: true,
  samples: [
    {
      title: "A new version is deployed",
      payload: {
        payload: {
          summary: "Deployed shop 4.2 to production",
          timestamp: "2026-03-01T02:45:00.000Z",
          source: "ci",
          custom_details: { build: 4711, by: "Bob" },
        },
        links: [{ href: "https://ci.example.com/builds/4711", text: "Build 4711" }],
      },
      becomes: [],
    },
  ],
});
