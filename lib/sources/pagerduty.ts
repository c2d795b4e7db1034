import { z } from "zod";
import { severities } from "#db/vocabulary";
import { each } from "#lib/reading/each";
import { eventsApiRefusal } from "#lib/reading/events-api-refusal";
import { momentOf } from "#lib/reading/moment-of";
import { firstText } from "#lib/reading/text-of";
import { type Answer, defineSource, type Ending, type Event, type Reading } from "#lib/sources/contract";

const missing = { error: "is missing or blank" };
const oneOf = (words: readonly string[]) => ({ error: `is invalid (must be one of: ${words.join(", ")})` });
const actions = ["trigger", "acknowledge", "resolve"] as const;

const filled = z.string(missing).refine((text) => text.trim() !== "", missing);
const key = z.union([filled, z.number()], missing);
const severity = z
  .string(oneOf(severities))
  .toLowerCase()
  .pipe(z.enum(severities, oneOf(severities)));

// What is only shown is never a reason to refuse an alert, so it is taken in any type.
const shown = z.unknown().optional();

const trigger = z.object({
  event_action: z.literal("trigger"),
  routing_key: shown,
  dedup_key: z.union([z.string(), z.number()], { error: "should be text" }).nullish(),
  payload: z.object(
    {
      summary: filled,
      source: filled,
      severity: severity.nullish(),
      timestamp: shown,
      component: shown,
      group: shown,
      class: shown,
      custom_details: shown,
    },
    missing,
  ),
  images: each(z.object({ src: filled, href: shown, alt: shown })).nullish(),
  links: each(z.object({ href: filled, text: shown })).nullish(),
  client: shown,
  client_url: shown,
});

const followUp = <A extends "acknowledge" | "resolve">(action: A) =>
  z.object({ event_action: z.literal(action), routing_key: shown, dedup_key: key });

const message = z.discriminatedUnion("event_action", [trigger, followUp("acknowledge"), followUp("resolve")], {
  error: ({ input }) => (typeof input === "object" ? oneOf(actions).error : "The event should be one JSON object."),
});

type Message = z.output<typeof message>;
type Trigger = z.output<typeof trigger>;

function eventsOf(message: Message): Reading {
  if (message.event_action !== "trigger") {
    return { events: [{ action: message.event_action, dedupKey: String(message.dedup_key) }], problems: [] };
  }
  return {
    events: [triggerOf(message)],
    problems: [...unread("images", message.images), ...unread("links", message.links)],
  };
}

function unread(list: string, elements: Trigger["images"] | Trigger["links"]): string[] {
  return (elements?.problems ?? []).map(({ path, message }) => `'${list}.${path}' ${message}`);
}

function triggerOf(message: Trigger): Event {
  const { payload } = message;
  return {
    action: "trigger",
    dedupKey: firstText(message.dedup_key),
    summary: payload.summary,
    severity: payload.severity ?? undefined,
    source: payload.source,
    occurredAt: momentOf(payload.timestamp),
    links: linksOf(message),
    images: message.images?.read.map(({ src, href, alt }) => ({ src, href: firstText(href), alt: firstText(alt) })),
    details: detailsOf(payload),
  };
}

function linksOf({ links, client, client_url }: Trigger): Event["links"] {
  const given = links?.read.map(({ href, text }) => ({ href, text: firstText(text) })) ?? [];
  const clientUrl = firstText(client_url);
  return clientUrl ? [...given, { href: clientUrl, text: firstText(client) }] : given;
}

function detailsOf({ custom_details: custom, component, group, class: kind }: Trigger["payload"]): Event["details"] {
  const named = Object.entries({ component, group, class: kind }).filter(([, value]) => firstText(value) !== undefined);
  return { ...Object.fromEntries(named), ...(isRecord(custom) ? custom : custom ? { details: custom } : {}) };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The bodies PagerDuty documents, because its clients read them. */
function answer(ending: Ending): Answer {
  if (ending.outcome === "refused") return eventsApiRefusal(ending);
  if (ending.outcome !== "accepted") return { status: 200, body: { status: "success", message: ending.reason } };
  const { events, problems } = ending;
  const [first] = events;
  return {
    status: 202,
    body: {
      status: "success",
      message: "Event processed",
      ...(first && { dedup_key: first.dedupKey }),
      ...(problems.length > 0 && { warnings: problems }),
    },
  };
}

const setup = `
Send events to \`{url}\`. Programs that already speak to PagerDuty need only another address, \`{base}/v2/enqueue\`,
and this integration's key as their routing key.

- **Try it**

  \`\`\`bash
  curl -X POST {base}/api/events \\
    -H "Authorization: Token token={key}" \\
    -H "Content-Type: application/json" \\
    -d '{"event_action":"trigger","dedup_key":"web-01/cpu","payload":{"summary":"High CPU on web-01","source":"web-01","severity":"critical"}}'
  \`\`\`

- **Alertmanager**

  \`\`\`yaml
  receivers:
    - name: tocsin
      pagerduty_configs:
        - url: "{base}/v2/enqueue"
          routing_key: "{key}"
  \`\`\`

\`event_action\` is \`trigger\`, \`acknowledge\` or \`resolve\`. The same \`dedup_key\` is the same incident while it is open;
a trigger without one gets a new key, which the answer names. A trigger needs \`payload.summary\` and \`payload.source\`.
\`payload.severity\` is \`critical\`, \`error\`, \`warning\` or \`info\`; left out, the integration's default severity is used.
`.trim();

export const pagerduty = defineSource({
  id: "pagerduty",
  name: "Events API v2 (PagerDuty-compatible)",
  group: "Other",
  description: "For programs that speak to PagerDuty, and for your own scripts.",
  icon: "pagerduty",
  payload: message,
  events: eventsOf,
  answer,
  // `timestamp` is when the tool made this event.
  occurredAtIs: "own",
  // PagerDuty's own clients wait and try again after a 429.
  overLimit: 429,
  setup,
  isTried: true,
  samples: [
    {
      title: "A server is short of CPU",
      payload: {
        event_action: "trigger",
        dedup_key: "srv-web-01/high-cpu",
        payload: {
          summary: "High CPU usage on web-01 (95%)",
          source: "web-01",
          severity: "critical",
          timestamp: "2026-03-01T02:59:30.123+0000",
          component: "web",
          custom_details: { cpu_percent: 95, region: "us-east-1" },
        },
        links: [{ href: "https://runbooks.example.com/cpu", text: "Runbook" }],
        client: "Sample monitoring",
        client_url: "https://monitoring.example.com/web-01",
      },
      becomes: [
        {
          action: "trigger",
          dedupKey: "srv-web-01/high-cpu",
          summary: "High CPU usage on web-01 (95%)",
          severity: "critical",
          source: "web-01",
          occurredAt: "2026-03-01T02:59:30.123Z",
          details: { component: "web", cpu_percent: 95, region: "us-east-1" },
          links: [
            { href: "https://runbooks.example.com/cpu", text: "Runbook" },
            { href: "https://monitoring.example.com/web-01", text: "Sample monitoring" },
          ],
        },
      ],
    },
    {
      title: "Somebody looks at it",
      payload: { event_action: "acknowledge", dedup_key: "srv-web-01/high-cpu" },
      becomes: [{ action: "acknowledge", dedupKey: "srv-web-01/high-cpu" }],
    },
    {
      title: "The CPU is fine again",
      payload: { event_action: "resolve", dedup_key: "srv-web-01/high-cpu" },
      becomes: [{ action: "resolve", dedupKey: "srv-web-01/high-cpu" }],
    },
  ],
});
