import { z } from "zod";
import type { Action, Severity } from "#db/vocabulary";
import { linksOf } from "#lib/reading/links-of";
import { missing } from "#lib/reading/missing";
import { momentOf } from "#lib/reading/moment-of";
import { isTemplate, renderedAt } from "#lib/reading/rendered-at";
import { defineSource, type Event, type Reading } from "#lib/sources/contract";

const message = z.looseObject({});
type Message = z.output<typeof message>;

const types = new Map<string, { action: Action; severity?: Severity }>([
  ["ALERT_FAILURE", { action: "trigger", severity: "critical" }],
  ["ALERT_DEGRADED", { action: "trigger", severity: "warning" }],
  ["ALERT_SSL", { action: "trigger", severity: "warning" }],
  ["ALERT_RECOVERY", { action: "resolve" }],
  ["ALERT_DEGRADED_RECOVERY", { action: "resolve" }],
  // Not verified: what is sent while a check stays as it is, or gets from one state into the other.
  ["ALERT_FAILURE_REMAIN", { action: "trigger", severity: "critical" }],
  ["ALERT_DEGRADED_REMAIN", { action: "trigger", severity: "warning" }],
  ["ALERT_DEGRADED_FAILURE", { action: "trigger", severity: "critical" }],
  ["ALERT_FAILURE_DEGRADED", { action: "trigger", severity: "warning" }],
]);

function eventsOf(message: Message): Event[] | Reading {
  const text = (...paths: string[]) => renderedAt(message, ...paths);
  const id = text("check_id");
  if (id === undefined)
    return isTemplate(message, "check_id") ? { test: "Somebody sent the template itself." } : missing("check_id");
  const type = text("alert_type")?.toUpperCase();
  if (type === undefined) return missing("alert_type");
  const means = types.get(type);
  if (!means) return { ignored: `Checkly's "${type.slice(0, 60)}" neither opens nor ends trouble.` };
  const name = text("check_name") ?? `Check ${id}`;
  return [
    {
      ...means,
      // The certificate runs out whether or not the check is well.
      dedupKey: type === "ALERT_SSL" ? `${id}:ssl` : id,
      summary: summaryOf(text("event") ?? name, text("error")),
      source: name,
      occurredAt: momentOf(text("started_at")),
      links: linksOf({ Checkly: text("link") }),
      details: {
        alert: type,
        check: name,
        checkType: text("check_type"),
        group: text("group_name"),
        region: text("region"),
        responseTime: text("response_time"),
        error: text("error"),
      },
    },
  ];
}

const summaryOf = (title: string, error: string | undefined) => (error === undefined ? title : `${title}: ${error}`);

const setup = `
1. In Checkly open *Alert settings → Alert channels → Add more channels* and choose *Webhook*.
2. Method *POST*, URL \`{url}\`. Paste this as the body:

   \`\`\`json
   {
     "alert_type": "{{ALERT_TYPE}}",
     "event": "{{ALERT_TITLE}}",
     "check_id": "{{CHECK_ID}}",
     "check_name": "{{CHECK_NAME}}",
     "check_type": "{{CHECK_TYPE}}",
     "group_name": "{{GROUP_NAME}}",
     "region": "{{REGION}}",
     "response_time": "{{RESPONSE_TIME}}",
     "started_at": "{{STARTED_AT}}",
     "link": "{{RESULT_LINK}}"
   }
   \`\`\`

3. Optional: set a *Webhook secret* there and the same text as this integration's signature secret. Every request is then
   checked against \`x-checkly-signature\`.
4. Tick *Failure*, *Degradation* and *Recovery*, and subscribe the checks you want to be woken by.

A failing check opens a critical incident, a degraded one a warning; its recovery resolves it. A certificate that runs out
is an incident of its own, which nothing resolves: set the integration to resolve by itself, or resolve it by hand.
`.trim();

const check = {
  alert_type: "ALERT_FAILURE",
  event: "Checkout has failed",
  check_id: "a5ef7d26-f7d3-4bdc-9c70-7c0d2bb6e5a1",
  check_name: "Checkout",
  check_type: "BROWSER",
  group_name: "Shop",
  region: "eu-central-1",
  response_time: "10234",
  started_at: "2026-03-01T02:59:30.000Z",
  link: "https://app.checklyhq.com/checks/a5ef7d26",
};

export const checkly = defineSource({
  id: "checkly",
  name: "Checkly",
  group: "Uptime monitoring",
  description: "Checks of Checkly that fail, degrade and recover.",
  signature: { kind: "hmac", algorithm: "sha256", headers: ["x-checkly-signature"] },
  payload: message,
  events: eventsOf,
  // When the run of the check began that found it so; each message is about another run.
  occurredAtIs: "own",
  // Checkly tries five times, twenty seconds apart, on every status over 399.
  overLimit: 429,
  setup,
  samples: [
    {
      title: "A check fails",
      payload: check,
      becomes: [
        {
          action: "trigger",
          dedupKey: "a5ef7d26-f7d3-4bdc-9c70-7c0d2bb6e5a1",
          summary: "Checkout has failed",
          severity: "critical",
          source: "Checkout",
          links: [{ href: "https://app.checklyhq.com/checks/a5ef7d26", text: "Checkly" }],
        },
      ],
    },
    {
      title: "The check recovers",
      payload: { ...check, alert_type: "ALERT_RECOVERY", event: "Checkout has recovered" },
      becomes: [{ action: "resolve", dedupKey: "a5ef7d26-f7d3-4bdc-9c70-7c0d2bb6e5a1" }],
    },
    {
      title: "A certificate runs out",
      payload: { ...check, alert_type: "ALERT_SSL", event: "The certificate of Checkout expires in 7 days" },
      becomes: [{ action: "trigger", dedupKey: "a5ef7d26-f7d3-4bdc-9c70-7c0d2bb6e5a1:ssl", severity: "warning" }],
    },
    {
      title: "The template itself",
      payload: { alert_type: "{{ALERT_TYPE}}", check_id: "{{CHECK_ID}}", check_name: "{{CHECK_NAME}}" },
      becomes: [],
    },
  ],
});
