import { z } from "zod";
import type { Action } from "#db/vocabulary";
import { atPath } from "#lib/reading/at-path";
import { linksOf } from "#lib/reading/links-of";
import { missing } from "#lib/reading/missing";
import { momentOf } from "#lib/reading/moment-of";
import { textAt } from "#lib/reading/text-at";
import { defineSource, type Event, type Reading } from "#lib/sources/contract";

const message = z.looseObject({});

type Message = z.output<typeof message>;

function eventsOf(message: Message): Event[] | Reading {
  const type = textAt(message, "data.type");
  if (type !== undefined && type !== "incident")
    return { ignored: `Better Stack tells of a ${type.slice(0, 60)}, not of an incident.` };
  // `incident` is what other programs call it.
  const id = textAt(message, "data.id", "incident.id");
  if (id === undefined) return missing("data.id");
  const incident = atPath(message, "data.attributes") ?? message.incident ?? {};
  const said = textAt(message, "event")?.toLowerCase();
  const action = said === undefined ? stateOf(incident) : actions.get(said);
  if (!action) return { ignored: `The event "${said?.slice(0, 60)}" changes nothing about the incident.` };
  return [eventOf(incident, id, { action, isNew: said !== "reopened" })];
}

const actions = new Map<string, Action>([
  ["started", "trigger"],
  ["reopened", "trigger"],
  ["acknowledged", "acknowledge"],
  ["resolved", "resolve"],
]);

/** What an incident says of itself where the message does not say what happened. */
function stateOf(incident: unknown): Action {
  if (textAt(incident, "resolved_at") !== undefined) return "resolve";
  if (textAt(incident, "acknowledged_at") !== undefined) return "acknowledge";
  return actions.get(textAt(incident, "status")?.toLowerCase() ?? "") ?? "trigger";
}

function eventOf(incident: unknown, id: string, { action, isNew }: { action: Action; isNew: boolean }): Event {
  const name = textAt(incident, "name") ?? `Incident ${id}`;
  const cause = textAt(incident, "cause");
  const address = textAt(incident, "url");
  const screenshot = textAt(incident, "screenshot_url");
  return {
    action,
    dedupKey: id,
    summary: cause ? `${name}: ${cause}` : name,
    severity: "critical",
    source: address ?? name,
    occurredAt: momentAt(incident, action, isNew),
    links: linksOf({
      "What is monitored": address,
      "The response": textAt(incident, "response_url", "response_content_url"),
    }),
    images: screenshot ? [{ src: screenshot, alt: `Screenshot of ${name}` }] : [],
    details: {
      incident: id,
      cause,
      team: textAt(incident, "team_name"),
      method: textAt(incident, "http_method"),
      response: textAt(incident, "response_content"),
      by: textAt(incident, action === "resolve" ? "resolved_by" : "acknowledged_by"),
    },
  };
}

function momentAt(incident: unknown, action: Action, isNew: boolean): string | undefined {
  if (action === "resolve") return momentOf(textAt(incident, "resolved_at"));
  if (action === "acknowledge") return momentOf(textAt(incident, "acknowledged_at"));
  // A reopened incident still says when it began the first time.
  return isNew ? momentOf(textAt(incident, "started_at")) : undefined;
}

const setup = `
1. In Better Stack open *Uptime → Integrations → Exporting data* and add an *Outgoing webhook*.
2. Set *URL* to \`{url}\` and choose the trigger *Incident change*, with all of started, acknowledged and resolved.
3. Save it and send a test from its page.

An incident of Better Stack opens a critical one here; acknowledged and resolved there is acknowledged and resolved here.
Better Stack does not sign its requests. It can send basic authentication or headers of your own, so you can send this
integration's key in \`X-Integration-Key\`; the URL is a secret all the same.
`.trim();

const incident = {
  name: "shop.example.com",
  url: "https://shop.example.com",
  http_method: "get",
  cause: "Status 502",
  started_at: "2026-03-01T02:59:30.123Z",
  acknowledged_at: null,
  resolved_at: null,
  team_name: "Shop",
  screenshot_url: "https://uptime.example.com/screenshots/981.png",
};
const acknowledged = { ...incident, acknowledged_at: "2026-03-01T03:05:00Z", acknowledged_by: "Alice" };
const resolved = { ...acknowledged, resolved_at: "2026-03-01T03:20:00Z", resolved_by: "Automatically resolved" };

export const betterUptime = defineSource({
  id: "better-uptime",
  name: "Better Stack",
  group: "Uptime monitoring",
  description: "Incidents of Better Stack (Better Uptime), with who acknowledged them.",
  icon: "betterstack",
  payload: message,
  events: eventsOf,
  // Began, acknowledged and resolved have a time each; one that is opened again has none.
  occurredAtIs: "own",
  // It is not known whether Better Stack sends again.
  overLimit: 503,
  setup,
  samples: [
    {
      title: "A site is down",
      payload: { data: { id: "25", type: "incident", attributes: incident }, event: "started" },
      becomes: [
        {
          action: "trigger",
          dedupKey: "25",
          summary: "shop.example.com: Status 502",
          severity: "critical",
          source: "https://shop.example.com",
          occurredAt: "2026-03-01T02:59:30.123Z",
          images: [{ src: "https://uptime.example.com/screenshots/981.png", alt: "Screenshot of shop.example.com" }],
        },
      ],
    },
    {
      title: "Somebody looks at it",
      payload: { data: { id: "25", type: "incident", attributes: acknowledged }, event: "acknowledged" },
      becomes: [{ action: "acknowledge", dedupKey: "25" }],
    },
    {
      title: "The site is back",
      payload: { data: { id: "25", type: "incident", attributes: resolved }, event: "resolved" },
      becomes: [{ action: "resolve", dedupKey: "25", occurredAt: "2026-03-01T03:20:00.000Z" }],
    },
    {
      title: "A monitor is changed",
      payload: { data: { id: "7", type: "monitor", attributes: { pronounceable_name: "Shop" } }, event: "updated" },
      becomes: [],
    },
  ],
});
