import { z } from "zod";
import type { Action, Severity } from "#db/vocabulary";
import { linksOf } from "#lib/reading/links-of";
import { missing } from "#lib/reading/missing";
import { momentOf } from "#lib/reading/moment-of";
import { textAt } from "#lib/reading/text-at";
import { defineSource, type Event, type Reading } from "#lib/sources/contract";

const message = z.looseObject({});
type Message = z.output<typeof message>;

const actions = new Map<string, Action>([
  ["incident.triggered", "trigger"],
  ["incident.unacknowledged", "trigger"],
  ["incident.reopened", "trigger"],
  ["incident.acknowledged", "acknowledge"],
  ["incident.resolved", "resolve"],
]);

const severityByUrgency = new Map<string, Severity>([
  ["high", "critical"],
  ["low", "warning"],
]);

function eventsOf(message: Message): Event[] | Reading {
  const type = textAt(message, "event.event_type")?.toLowerCase();
  if (type === undefined) return missing("event.event_type");
  // The name of the test is not in PagerDuty's reference.
  if (type === "pagey.ping") return { test: "PagerDuty asked whether Tocsin is there." };
  const action = actions.get(type);
  if (!action) return { ignored: `PagerDuty's event "${type.slice(0, 60)}" neither opens nor ends trouble.` };
  const id = textAt(message, "event.data.id");
  if (id === undefined) return missing("event.data.id");
  return [
    {
      action,
      dedupKey: id,
      summary: textAt(message, "event.data.title", "event.data.summary") ?? `PagerDuty incident ${id}`,
      severity: severityByUrgency.get(textAt(message, "event.data.urgency")?.toLowerCase() ?? ""),
      source: textAt(message, "event.data.service.summary", "event.data.service.name"),
      occurredAt: momentOf(textAt(message, "event.occurred_at")),
      links: linksOf({ PagerDuty: textAt(message, "event.data.html_url") }),
      details: {
        event: type,
        number: textAt(message, "event.data.number"),
        status: textAt(message, "event.data.status"),
        urgency: textAt(message, "event.data.urgency"),
        priority: textAt(message, "event.data.priority.summary"),
        by: textAt(message, "event.agent.summary"),
      },
    },
  ];
}

const setup = `
Mirrors the incidents of a PagerDuty account here. To send events of your own programs to Tocsin instead of PagerDuty,
add *Events API v2*.

1. In PagerDuty open *Integrations → Generic Webhooks (v3)* and press *New Webhook*.
2. Paste \`{url}\` as the *Webhook URL*. Choose the service, the team or the whole account.
3. Under *Event Subscription* tick \`incident.triggered\`, \`incident.acknowledged\`, \`incident.unacknowledged\`,
   \`incident.reopened\` and \`incident.resolved\`. Other events are ignored.
4. Press *Add Webhook*. PagerDuty shows a secret once: copy it into this integration's signature secret. Every request is
   then checked against \`X-PagerDuty-Signature\`.
5. Press *Send Test Event* and look under *Requests*.

High urgency is critical here, low urgency a warning. Acknowledging and resolving in PagerDuty does so here; what is done
here does not reach PagerDuty by this way.
`.trim();

const incident = {
  id: "PGR0VU2",
  type: "incident",
  self: "https://api.pagerduty.com/incidents/PGR0VU2",
  html_url: "https://example.pagerduty.com/incidents/PGR0VU2",
  number: 2,
  status: "triggered",
  title: "The checkout answers slowly",
  service: { id: "PF9KMXH", type: "service_reference", summary: "Checkout" },
  urgency: "high",
  priority: { id: "PSO75BM", type: "priority_reference", summary: "P1" },
};
const event = (id: string, event_type: string, occurred_at: string, data: object = incident) => ({
  event: {
    id,
    event_type,
    resource_type: "incident",
    occurred_at,
    agent: { id: "PLH1HKV", type: "user_reference", summary: "Bob" },
    data,
  },
});

export const pagerdutyWebhooks = defineSource({
  id: "pagerduty-webhooks",
  name: "PagerDuty webhooks (v3)",
  group: "Other",
  description: "Mirrors the incidents of a PagerDuty account.",
  icon: "pagerduty",
  signature: { kind: "hmac", algorithm: "sha256", headers: ["X-PagerDuty-Signature"], prefix: "v1=" },
  payload: message,
  deliveryId: { path: "event.id" },
  events: eventsOf,
  // `occurred_at` is when this event of the incident happened.
  occurredAtIs: "own",
  // It is not known that PagerDuty's webhooks try again after a 429.
  overLimit: 503,
  setup,
  samples: [
    {
      title: "An incident opens in PagerDuty",
      payload: event("01BYXD7D5KXJVT9VZZZ5J1PZ4A", "incident.triggered", "2026-03-01T02:59:30.000Z"),
      becomes: [
        {
          action: "trigger",
          dedupKey: "PGR0VU2",
          summary: "The checkout answers slowly",
          severity: "critical",
          source: "Checkout",
          occurredAt: "2026-03-01T02:59:30.000Z",
          links: [{ href: "https://example.pagerduty.com/incidents/PGR0VU2", text: "PagerDuty" }],
        },
      ],
    },
    {
      title: "Bob acknowledges it there",
      payload: event("01BYXD7D5KXJVT9VZZZ5J1PZ4B", "incident.acknowledged", "2026-03-01T03:01:00Z"),
      becomes: [{ action: "acknowledge", dedupKey: "PGR0VU2" }],
    },
    {
      title: "It is resolved there",
      payload: event("01BYXD7D5KXJVT9VZZZ5J1PZ4C", "incident.resolved", "2026-03-01T03:20:00Z"),
      becomes: [{ action: "resolve", dedupKey: "PGR0VU2", occurredAt: "2026-03-01T03:20:00.000Z" }],
    },
    {
      title: "A priority changes",
      payload: event("01BYXD7D5KXJVT9VZZZ5J1PZ4D", "incident.priority_updated", "2026-03-01T03:02:00Z"),
      becomes: [],
    },
    {
      title: "PagerDuty's test event",
      payload: event("01BYXD7D5KXJVT9VZZZ5J1PZ4E", "pagey.ping", "2026-03-01T02:00:00Z", {
        type: "ping",
        message: "Hello from your friend Pagey!",
      }),
      becomes: [],
    },
  ],
});
