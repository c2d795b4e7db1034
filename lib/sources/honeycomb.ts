import { z } from "zod";
import type { Action } from "#db/vocabulary";
import { atPath } from "#lib/reading/at-path";
import { linksOf } from "#lib/reading/links-of";
import { missing } from "#lib/reading/missing";
import { isTemplate, renderedAt } from "#lib/reading/rendered-at";
import { defineSource, type Reading } from "#lib/sources/contract";

const message = z.record(z.string(), z.unknown());

const actions = new Map<string, Action>([
  ["triggered", "trigger"],
  ["ok", "resolve"],
]);

function eventsOf(body: z.output<typeof message>): Reading {
  if (renderedAt(body, "is_test") === "true") return { test: "Honeycomb tested the webhook." };
  if (isTemplate(body, "id", "name")) return { test: "The template was sent as it is, with nothing filled in." };
  const name = renderedAt(body, "name");
  const key = renderedAt(body, "id") ?? name;
  const status = renderedAt(body, "status");
  if (!key) return missing("id");
  if (!status) return missing("status", "TRIGGERED or OK");
  const action = actions.get(status.toLowerCase());
  if (!action) return { ignored: `The status "${status.slice(0, 60)}" neither opens nor ends trouble.` };
  return { events: [{ action, dedupKey: key, ...shownOf(body, name ?? key) }], problems: [] };
}

function shownOf(body: unknown, name: string) {
  const text = renderedAt(body, "description", "trigger_description", "summary");
  return {
    summary: text && text !== name ? `${name}: ${text}` : name,
    links: linksOf({
      Result: renderedAt(body, "result_url"),
      Trigger: renderedAt(body, "trigger_url"),
      SLO: renderedAt(body, "slo_url"),
    }),
    // Of an older webhook the body carries its secret: only what is named here is kept.
    details: {
      summary: renderedAt(body, "summary"),
      description: renderedAt(body, "trigger_description"),
      alertType: renderedAt(body, "alert_type"),
      operator: renderedAt(body, "operator"),
      threshold: renderedAt(body, "threshold"),
      groups: atPath(body, "result_groups_triggered") ?? atPath(body, "result_groups"),
    },
  };
}

const setup = `
1. In Honeycomb open *Team settings → Integrations*, press *Add integration* and choose *Webhook*.
2. Paste \`{url}\` as the *Webhook URL* and make up a *Shared secret*; save the same one here as this integration's
   signature secret, so that requests without it are refused.
3. Press *Test*: it appears under *Requests* and opens no incident. Then press *Add*.
4. Add the integration as a recipient to the triggers and SLO burn alerts you want to be woken by.

A trigger is one incident, however many of its groups are over the threshold; they are listed in its details. Honeycomb
sends no severity, so this integration's default severity is used.
`.trim();

const latency = {
  version: "v0.1.0",
  id: "gbV7P2xkq1",
  name: "Checkout is slow",
  trigger_description: "Look at the payment provider first.",
  status: "TRIGGERED",
  alert_type: "on_change",
  summary: "Triggered: Checkout is slow",
  description: "Currently greater than 2000 ms for payment (2413)",
  operator: "greater than",
  threshold: 2000,
  result_url: "https://ui.honeycomb.io/example/datasets/shop/result/dSEQ1fUNVbs",
  trigger_url: "https://ui.honeycomb.io/example/datasets/shop/triggers/gbV7P2xkq1",
  result_groups_triggered: [{ Group: { "service.name": "payment" }, Result: 2413 }],
  is_test: false,
};

export const honeycomb = defineSource({
  id: "honeycomb",
  name: "Honeycomb",
  group: "Monitoring & APM",
  description: "Triggers and SLO burn alerts of Honeycomb.",
  signature: { kind: "token", headers: ["X-Honeycomb-Webhook-Token"] },
  payload: message,
  deliveryId: { header: "X-Honeycomb-Webhook-Delivery-ID" },
  events: eventsOf,
  occurredAtIs: "none",
  // Honeycomb tries again; after which answers is not documented.
  overLimit: 503,
  setup,
  samples: [
    {
      title: "A trigger fires",
      payload: latency,
      becomes: [
        {
          action: "trigger",
          dedupKey: "gbV7P2xkq1",
          summary: "Checkout is slow: Currently greater than 2000 ms for payment (2413)",
        },
      ],
    },
    {
      title: "The trigger is fine again",
      payload: { ...latency, status: "OK", summary: "Resolved: Checkout is slow", result_groups_triggered: [] },
      becomes: [{ action: "resolve", dedupKey: "gbV7P2xkq1" }],
    },
    {
      title: "A test from Honeycomb",
      payload: { ...latency, id: "", name: "Test trigger", is_test: true },
      becomes: [],
    },
  ],
});
