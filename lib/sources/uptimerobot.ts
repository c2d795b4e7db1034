import { z } from "zod";
import type { Action, Severity } from "#db/vocabulary";
import { linksOf } from "#lib/reading/links-of";
import { missing } from "#lib/reading/missing";
import { momentOf } from "#lib/reading/moment-of";
import { isTemplate, renderedAt } from "#lib/reading/rendered-at";
import { defineSource, type Event, type Reading } from "#lib/sources/contract";

const message = z.looseObject({});

type Message = z.output<typeof message>;

// The names of the variables, and those of a template that many have copied.
const names = {
  id: ["monitorID", "monitor_id"],
  address: ["monitorURL", "monitor_url"],
  name: ["monitorFriendlyName", "monitor_friendly_name"],
  type: ["alertType", "alert_type"],
  typeName: ["alertTypeFriendlyName", "alert_type_friendly_name"],
  details: ["alertDetails", "alert_details"],
  at: ["alertDateTime", "alert_date_time", "alert_datetime"],
  duration: ["alertDuration", "alert_duration", "alertFriendlyDuration", "alert_friendly_duration"],
  daysLeft: ["sslExpiryDaysLeft", "ssl_expiry_days_left"],
  expires: ["sslExpiryDate", "ssl_expiry_date"],
};

function eventsOf(message: Message): Event[] | Reading {
  const said = (name: keyof typeof names) => renderedAt(message, ...names[name]);
  const key = said("id") ?? said("address");
  if (key === undefined)
    return isTemplate(message, ...names.id, ...names.address)
      ? { test: "UptimeRobot sent the template without filling it in." }
      : missing("monitorID", "the monitor's number");
  const type = said("type") ?? said("typeName");
  if (type === undefined) return missing("alertType", "1 for down, 2 for up or 3 for a certificate");
  const kind = kindOf(said("type")) ?? kindOf(said("typeName"));
  if (!kind) return { ignored: `The alert type "${type.slice(0, 60)}" is not one Tocsin knows.` };
  return [eventOf(kind, key, said)];
}

type Kind = { action: Action; severity: Severity; words: string; suffix: string };

const down: Kind = { action: "trigger", severity: "critical", words: "is Down", suffix: "" };
const up: Kind = { action: "resolve", severity: "critical", words: "is Up", suffix: "" };
// Its own incident: that the site is up says nothing of its certificate.
const certificate: Kind = {
  action: "trigger",
  severity: "warning",
  words: "has a certificate that expires soon",
  suffix: ":ssl",
};

const kinds = new Map([
  ["1", down],
  ["down", down],
  ["2", up],
  ["up", up],
  ["3", certificate],
  ["ssl expiry", certificate],
]);

const kindOf = (said: string | undefined): Kind | undefined => kinds.get(said?.toLowerCase() ?? "");

function eventOf(kind: Kind, key: string, said: (name: keyof typeof names) => string | undefined): Event {
  const name = said("name") ?? said("address") ?? `Monitor ${key}`;
  const details = said("details");
  return {
    action: kind.action,
    dedupKey: `${key}${kind.suffix}`,
    summary: `${name} ${kind.words}${details ? `: ${details}` : ""}`,
    severity: kind.severity,
    source: said("address") ?? name,
    occurredAt: momentOf(said("at")),
    links: linksOf({ "What is monitored": said("address") }),
    details: {
      monitor: name,
      details,
      duration: said("duration"),
      certificateDaysLeft: said("daysLeft"),
      certificateExpires: said("expires"),
    },
  };
}

const setup = `
1. In UptimeRobot open *Integrations & API → Integrations* and add a *Webhook*. Webhooks need a paid plan.
2. Set *URL to notify* to \`{url}&\` (UptimeRobot wants a \`?\` or \`&\` at the end).
3. Choose *Send as JSON (application/json)* and paste this as *POST value*:

   \`\`\`json
   {
     "monitorID": "*monitorID*",
     "monitorURL": "*monitorURL*",
     "monitorFriendlyName": "*monitorFriendlyName*",
     "alertType": "*alertType*",
     "alertTypeFriendlyName": "*alertTypeFriendlyName*",
     "alertDetails": "*alertDetails*",
     "alertDuration": "*alertDuration*",
     "alertDateTime": "*alertDateTime*",
     "sslExpiryDate": "*sslExpiryDate*",
     "sslExpiryDaysLeft": "*sslExpiryDaysLeft*"
   }
   \`\`\`

4. Choose the events up, down and SSL expiry, save it, and attach it to your monitors.

Sent as a query (GET) or as a form, the same variables are understood. A monitor that is down opens a critical incident,
and it is resolved when the monitor is up. A certificate that expires soon is a warning of its own; UptimeRobot does not
say when it was renewed, so resolve that one yourself. That \`alertType\` 1, 2 and 3 mean down, up and certificate could
not be checked with UptimeRobot: its words are read where the number is another.
`.trim();

const monitor = {
  monitorID: "777712827",
  monitorURL: "https://shop.example.com",
  monitorFriendlyName: "Shop",
};

export const uptimerobot = defineSource({
  id: "uptimerobot",
  name: "UptimeRobot",
  group: "Uptime monitoring",
  description: "Monitors of UptimeRobot that go down and come back, and certificates that expire.",
  payload: message,
  events: eventsOf,
  // When this very alert was made.
  occurredAtIs: "own",
  // It is not known whether UptimeRobot sends again.
  overLimit: 503,
  setup,
  samples: [
    {
      title: "A monitor goes down",
      payload: {
        ...monitor,
        alertType: "1",
        alertTypeFriendlyName: "Down",
        alertDetails: "HTTP 502 - Bad Gateway",
        alertDateTime: "1772333970",
      },
      becomes: [
        {
          action: "trigger",
          dedupKey: "777712827",
          summary: "Shop is Down: HTTP 502 - Bad Gateway",
          severity: "critical",
          source: "https://shop.example.com",
          occurredAt: "2026-03-01T02:59:30.000Z",
        },
      ],
    },
    {
      title: "The monitor is up again",
      payload: {
        ...monitor,
        alertType: "2",
        alertTypeFriendlyName: "Up",
        alertDetails: "HTTP 200 - OK",
        alertDuration: "1230",
        alertDateTime: "1772335200",
      },
      becomes: [{ action: "resolve", dedupKey: "777712827" }],
    },
    {
      title: "A certificate expires soon",
      payload: { ...monitor, alertType: "3", sslExpiryDaysLeft: "7" },
      becomes: [
        {
          action: "trigger",
          dedupKey: "777712827:ssl",
          summary: "Shop has a certificate that expires soon",
          severity: "warning",
        },
      ],
    },
    {
      title: "The template, sent as it is",
      payload: { monitorID: "*monitorID*", monitorURL: "*monitorURL*", alertType: "*alertType*" },
      becomes: [],
    },
  ],
});
