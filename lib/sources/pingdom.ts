import { z } from "zod";
import type { Action, Severity } from "#db/vocabulary";
import { atPath } from "#lib/reading/at-path";
import { linksOf } from "#lib/reading/links-of";
import { missing } from "#lib/reading/missing";
import { momentOf } from "#lib/reading/moment-of";
import { severityOf } from "#lib/reading/severity-of";
import { textAt } from "#lib/reading/text-at";
import { defineSource, type Event, type Reading } from "#lib/sources/contract";

const message = z.looseObject({});

type Message = z.output<typeof message>;

const actions = new Map<string, Action>([
  ["DOWN", "trigger"],
  ["FAILING", "trigger"],
  ["UP", "resolve"],
  ["SUCCESS", "resolve"],
]);

function eventsOf(message: Message): Event[] | Reading {
  const id = textAt(message, "check_id");
  const state = textAt(message, "current_state", "state")?.toUpperCase();
  if (id === undefined) return missing("check_id", "a number");
  if (state === undefined) return missing("current_state", "DOWN or UP");
  const action = actions.get(state);
  if (!action) return { ignored: `The state "${state.slice(0, 60)}" is neither down nor up.` };
  return [eventOf(message, id, state, action)];
}

// Pingdom knows two importances; "low" is not as low here as it is elsewhere.
const importances: Record<string, Severity> = { high: "critical", low: "warning" };

function eventOf(message: Message, id: string, state: string, action: Action): Event {
  const name = textAt(message, "check_name") ?? `Check ${id}`;
  const why = textAt(message, "long_description", "description");
  const address = textAt(message, "check_params.full_url", "check_params.url");
  return {
    action,
    dedupKey: id,
    summary: `${name} is ${state}${why ? `: ${why}` : ""}`,
    severity: severityOf(textAt(message, "importance_level"), importances),
    source: address ?? textAt(message, "check_params.hostname") ?? name,
    occurredAt:
      momentOf(atPath(message, "state_changed_timestamp")) ?? momentOf(atPath(message, "state_changed_utc_time")),
    links: linksOf({ "What is monitored": address }),
    details: {
      check: name,
      type: textAt(message, "check_type"),
      message: textAt(message, "custom_message"),
      previousState: textAt(message, "previous_state"),
      probe: textAt(message, "first_probe.location"),
      tags: atPath(message, "tags") ?? undefined,
    },
  };
}

const setup = `
1. In Pingdom open *Integrations* (in *Settings*) and press *Add integration*.
2. Choose the type *Webhook*, name it, set *URL* to \`{url}\`, and save it as active.
3. Edit each check you want to be told of and tick the integration under *Connect integrations*.

A check that is down, or a transaction that fails, opens an incident; it is resolved when it is up again. A check of high
importance is critical, one of low importance a warning. Pingdom does not sign its requests, so the URL is the secret: give
it to nobody else.
`.trim();

const check = {
  check_id: 4815162,
  check_name: "Shop",
  check_type: "HTTP",
  check_params: {
    hostname: "shop.example.com",
    full_url: "https://shop.example.com/health",
    encryption: true,
    port: 443,
  },
  tags: ["production"],
  importance_level: "HIGH",
  custom_message: "",
  version: 1,
};

export const pingdom = defineSource({
  id: "pingdom",
  name: "Pingdom",
  group: "Uptime monitoring",
  description: "Uptime and transaction checks of Pingdom that fail and recover.",
  icon: "pingdom",
  payload: message,
  events: eventsOf,
  // When the check turned to this state.
  occurredAtIs: "own",
  // It is not known whether Pingdom sends again.
  overLimit: 503,
  setup,
  samples: [
    {
      title: "A check goes down",
      payload: {
        ...check,
        previous_state: "UP",
        current_state: "DOWN",
        state_changed_timestamp: 1772333970,
        state_changed_utc_time: "2026-03-01T02:59:30",
        description: "HTTP Error 502",
        long_description: "HTTP Error 502 - Bad Gateway",
        first_probe: { ip: "203.0.113.7", location: "Stockholm, Sweden" },
      },
      becomes: [
        {
          action: "trigger",
          dedupKey: "4815162",
          summary: "Shop is DOWN: HTTP Error 502 - Bad Gateway",
          severity: "critical",
          source: "https://shop.example.com/health",
          occurredAt: "2026-03-01T02:59:30.000Z",
        },
      ],
    },
    {
      title: "The check is up again",
      payload: {
        ...check,
        previous_state: "DOWN",
        current_state: "UP",
        state_changed_timestamp: 1772335200,
        long_description: "OK",
      },
      becomes: [{ action: "resolve", dedupKey: "4815162" }],
    },
    {
      title: "A check that is paused",
      payload: { ...check, previous_state: "UP", current_state: "PAUSED" },
      becomes: [],
    },
  ],
});
