import { z } from "zod";
import { each } from "#lib/reading/each";
import { eventsApiRefusal } from "#lib/reading/events-api-refusal";
import { firstText } from "#lib/reading/text-of";
import { type Answer, defineSource, type Ending, type Event, type Reading } from "#lib/sources/contract";

const missing = { error: "is missing or blank" };
const actions = ["trigger", "acknowledge", "resolve"] as const;
const notAnAction = { error: `is invalid (must be one of: ${actions.join(" ")})` };

const filled = z.string(missing).refine((text) => text.trim() !== "", missing);
const key = z.union([filled, z.number()], missing);

// What is only shown is never a reason to refuse an alert, so it is taken in any type.
const shown = z.unknown().optional();

const context = z.object({ type: shown, href: shown, text: shown, src: shown, alt: shown });

const trigger = z.object({
  event_type: z.literal("trigger"),
  service_key: shown,
  incident_key: z.union([z.string(), z.number()], { error: "should be text" }).nullish(),
  description: filled,
  details: shown,
  client: shown,
  client_url: shown,
  contexts: each(context).nullish(),
});

const followUp = <A extends "acknowledge" | "resolve">(action: A) =>
  z.object({
    event_type: z.literal(action),
    service_key: shown,
    incident_key: key,
    description: shown,
    details: shown,
  });

const message = z.discriminatedUnion("event_type", [trigger, followUp("acknowledge"), followUp("resolve")], {
  error: ({ input }) => (typeof input === "object" ? notAnAction.error : "The event should be one JSON object."),
});

type Message = z.output<typeof message>;
type Trigger = z.output<typeof trigger>;
type Context = z.output<typeof context>;

function eventsOf(message: Message): Reading {
  if (message.event_type === "trigger")
    return {
      events: [triggerOf(message)],
      problems: (message.contexts?.problems ?? []).map(({ path, message }) => `contexts.${path} ${message}`),
    };
  const { event_type: action, incident_key, description } = message;
  return {
    events: [{ action, dedupKey: String(incident_key), summary: firstText(description) }],
    problems: [],
  };
}

function triggerOf({ incident_key, description, details, client, client_url, contexts }: Trigger): Event {
  const given = contexts?.read ?? [];
  const clientUrl = firstText(client_url);
  return {
    action: "trigger",
    dedupKey: firstText(incident_key),
    summary: description,
    // The first version of the API knows neither a severity nor a machine.
    source: firstText(client),
    links: [...given.flatMap(linkOf), ...(clientUrl ? [{ href: clientUrl, text: firstText(client) }] : [])],
    images: given.flatMap(imageOf),
    details: isRecord(details) ? details : details ? { details } : {},
  };
}

function linkOf({ type, href, text }: Context): { href: string; text: string | undefined }[] {
  const address = firstText(href);
  return address && type !== "image" ? [{ href: address, text: firstText(text) }] : [];
}

function imageOf({ src, href, alt }: Context) {
  const address = firstText(src);
  return address ? [{ src: address, href: firstText(href), alt: firstText(alt) }] : [];
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The bodies PagerDuty documents for its first API: 200 with the incident's key, and 403 to who sends too much. */
function answer(ending: Ending): Answer {
  if (ending.outcome === "refused") {
    const refusal = eventsApiRefusal(ending, (path) => path);
    return refusal.status === 429 ? { ...refusal, status: 403 } : refusal;
  }
  if (ending.outcome !== "accepted") return { status: 200, body: { status: "success", message: ending.reason } };
  const { events, problems } = ending;
  const [first] = events;
  return {
    status: 200,
    body: {
      status: "success",
      message: "Event processed",
      ...(first && { incident_key: first.dedupKey }),
      ...(problems.length > 0 && { warnings: problems }),
    },
  };
}

const setup = `
For programs that speak the first version of PagerDuty's Events API. Give them the address
\`{base}/generic/2010-04-15/create_event.json\` instead of PagerDuty's and this integration's key as their service key.
A program that takes only one URL posts to \`{url}\`.

\`\`\`bash
curl -X POST {base}/generic/2010-04-15/create_event.json \\
  -H "Content-Type: application/json" \\
  -d '{"service_key":"{key}","event_type":"trigger","incident_key":"web-01/http","description":"web-01 does not answer"}'
\`\`\`

\`event_type\` is \`trigger\`, \`acknowledge\` or \`resolve\`. The same \`incident_key\` is the same incident while it is open;
a trigger without one gets a new key, which the answer names. This version of the API has no severity: the integration's
default severity is used. Senders over the limit are answered 403, as PagerDuty does.
`.trim();

export const pagerdutyV1 = defineSource({
  id: "pagerduty-v1",
  name: "Events API v1 (PagerDuty-compatible)",
  group: "Other",
  description: "For older programs that know only the first version of PagerDuty's Events API.",
  icon: "pagerduty",
  payload: message,
  events: eventsOf,
  answer,
  occurredAtIs: "none",
  // Told as 403 (see answer): what PagerDuty answers here, and what its clients try again after.
  overLimit: 429,
  setup,
  isTried: true,
  samples: [
    {
      title: "A server does not answer",
      payload: {
        event_type: "trigger",
        incident_key: "web-01/http",
        description: "web-01 does not answer",
        client: "Sample monitoring",
        client_url: "https://monitoring.example.com/web-01",
        details: { ping_time: "1500ms", load_average: 0.75 },
        contexts: [
          { type: "link", href: "https://runbooks.example.com/http", text: "Runbook" },
          { type: "image", src: "https://monitoring.example.com/web-01.png", alt: "Answers of the last hour" },
        ],
      },
      becomes: [
        {
          action: "trigger",
          dedupKey: "web-01/http",
          summary: "web-01 does not answer",
          source: "Sample monitoring",
          links: [
            { href: "https://runbooks.example.com/http", text: "Runbook" },
            { href: "https://monitoring.example.com/web-01", text: "Sample monitoring" },
          ],
          images: [{ src: "https://monitoring.example.com/web-01.png", alt: "Answers of the last hour" }],
          details: { ping_time: "1500ms", load_average: 0.75 },
        },
      ],
    },
    {
      title: "Somebody looks at it",
      payload: { event_type: "acknowledge", incident_key: "web-01/http", description: "Bob is on it" },
      becomes: [{ action: "acknowledge", dedupKey: "web-01/http" }],
    },
    {
      title: "The server answers again",
      payload: { event_type: "resolve", incident_key: "web-01/http" },
      becomes: [{ action: "resolve", dedupKey: "web-01/http" }],
    },
  ],
});
