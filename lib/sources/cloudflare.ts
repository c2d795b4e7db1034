import { z } from "zod";
import type { Action } from "#db/vocabulary";
import { atPath } from "#lib/reading/at-path";
import { missing } from "#lib/reading/missing";
import { momentOf } from "#lib/reading/moment-of";
import { textAt } from "#lib/reading/text-at";
import { defineSource, type Event, type Reading } from "#lib/sources/contract";

const message = z.looseObject({});
type Message = z.output<typeof message>;

function eventsOf(message: Message): Event[] | Reading {
  const said = textAt(message, "text");
  const type = textAt(message, "alert_type");
  const policy = textAt(message, "policy_id");
  const name = textAt(message, "name", "policy_name");
  if (type === undefined && policy === undefined && name === undefined)
    return said === undefined ? missing("text") : { test: "Cloudflare tested the webhook." };
  const action = actionOf(textAt(message, "alert_event"));
  const key = textAt(message, "alert_correlation_id");
  if (action === "resolve" && key === undefined)
    return { ignored: "Cloudflare does not say which trouble ended: there is no alert_correlation_id." };
  return [
    {
      action,
      // Many notifications have no end and nothing that names the trouble: each of those is an incident of its own.
      dedupKey: key,
      summary: [name ?? type, said].filter(Boolean).join(": ") || "A notification of Cloudflare",
      source: textAt(message, "data.zone_name", "data.zone", "data.target_hostname", "data.name") ?? "Cloudflare",
      occurredAt: momentOf(message.ts),
      details: {
        alertType: type,
        policy: textAt(message, "policy_name"),
        account: textAt(message, "account_id"),
        data: atPath(message, "data"),
      },
    },
  ];
}

const actionOf = (said: string | undefined): Action =>
  said?.toUpperCase() === "ALERT_STATE_EVENT_END" ? "resolve" : "trigger";

const setup = `
1. In the Cloudflare dashboard open *Notifications → Destinations* and press *Create* beside *Webhooks*.
2. Name it \`Tocsin\` and paste \`{url}\`. Cloudflare calls only the ports 80 and 443.
3. Optional: enter a *Secret* there and the same as this integration's signature secret. Every request is then checked
   against the header \`cf-webhook-auth\`.
4. Press *Save and Test*, and look under *Requests*.
5. Under *Notifications → All Notifications* add the notifications you want to be woken by, with this webhook.

A notification opens an incident with the integration's default severity. Those that have an end resolve it. The others,
such as expiring certificates, stay open until somebody resolves them.
`.trim();

const attack = {
  account_id: "9035f53656c54f9a8f0d5e5d7f4b0000",
  name: "Attacks on the shop",
  text: "An HTTP DDoS attack is under way against shop.example.com.",
  data: { zone_name: "shop.example.com", requests_per_second: 12000, severity: "MEDIUM" },
  ts: 1772333970,
  policy_id: "e4b0a1cc-0000-4000-8000-000000000001",
  policy_name: "Attacks on the shop",
  alert_type: "dos_attack_l7",
  alert_correlation_id: "8a1f3f10-0000-4000-8000-000000000002",
  alert_event: "ALERT_STATE_EVENT_START",
};

export const cloudflare = defineSource({
  id: "cloudflare",
  name: "Cloudflare",
  group: "Security",
  description: "Notifications of Cloudflare: attacks, health checks, tunnels, certificates.",
  icon: "cloudflare",
  signature: { kind: "token", headers: ["cf-webhook-auth"] },
  // No deliveryId: the beginning and the end of an attack share their alert_correlation_id.
  payload: message,
  events: eventsOf,
  // `ts` is when the notification was sent.
  occurredAtIs: "own",
  // It is not known that Cloudflare waits after a 429.
  overLimit: 503,
  setup,
  samples: [
    {
      title: "An attack begins",
      payload: attack,
      becomes: [
        {
          action: "trigger",
          dedupKey: "8a1f3f10-0000-4000-8000-000000000002",
          summary: "Attacks on the shop: An HTTP DDoS attack is under way against shop.example.com.",
          source: "shop.example.com",
          occurredAt: "2026-03-01T02:59:30.000Z",
        },
      ],
    },
    {
      title: "The attack is over",
      payload: { ...attack, alert_event: "ALERT_STATE_EVENT_END", text: "The attack has ended." },
      becomes: [{ action: "resolve", dedupKey: "8a1f3f10-0000-4000-8000-000000000002" }],
    },
    {
      title: "Cloudflare tests the webhook",
      payload: { text: "Hello World! This is a test message." },
      becomes: [],
    },
  ],
});
