import { z } from "zod";
import type { Action } from "#db/vocabulary";
import { atPath } from "#lib/reading/at-path";
import { jsonIn } from "#lib/reading/json-in";
import { linksOf } from "#lib/reading/links-of";
import { missing } from "#lib/reading/missing";
import { momentOf } from "#lib/reading/moment-of";
import { severityOf } from "#lib/reading/severity-of";
import { textAt } from "#lib/reading/text-at";
import { defineSource, type Event, type Reading } from "#lib/sources/contract";

const message = z.record(z.string(), z.unknown());
const isAccount = /^$|^[^\s@]+@[^\s@]+$/;
const config = z.object({
  serviceAccount: z
    .string()
    .trim()
    .max(320)
    .regex(isAccount, "Write the whole address of the service account, name@project.iam.gserviceaccount.com.")
    .default("")
    .meta({
      label: "Service account of Pub/Sub",
      hint: "Once a signature secret is set, only tokens of this account are taken.",
      placeholder: "tocsin@my-project.iam.gserviceaccount.com",
    }),
});

function eventsOf(body: z.output<typeof message>): Reading {
  return isPushed(body) ? readPushed(body) : readAlert(body);
}

/** Is this an alert in the wrapping of Pub/Sub? */
function isPushed(body: unknown): boolean {
  const isMessage = atPath(body, "message.data") !== undefined || atPath(body, "message.attributes") !== undefined;
  return isMessage && atPath(body, "incident") === undefined;
}

/** Pub/Sub delivers what is refused again and again, so a message that cannot be read is let go of, with the reason. */
function readPushed(body: unknown): Reading {
  const reading = readAlert(jsonIn(decoded(textAt(body, "message.data"))));
  if (!("unreadable" in reading)) return reading;
  const [problem] = reading.unreadable;
  return { ignored: `The Pub/Sub message holds no alert of Cloud Monitoring: ${problem?.path} ${problem?.message}.` };
}

const decoded = (base64: string | undefined): string => Buffer.from(base64 ?? "", "base64").toString("utf8");

const actions = new Map<string, Action>([
  ["open", "trigger"],
  ["closed", "resolve"],
]);

function readAlert(body: unknown): Reading {
  const incident = atPath(body, "incident");
  const id = textAt(incident, "incident_id");
  const state = textAt(incident, "state");
  if (!id) return missing("incident.incident_id");
  if (!state) return missing("incident.state");
  if (isTest(body, id)) return { test: "Google Cloud tested the notification channel." };
  const action = actions.get(state.toLowerCase());
  if (!action) return { ignored: `The state "${state.slice(0, 60)}" neither opens nor ends trouble.` };
  return { events: [eventOf(incident, action, id)], problems: [] };
}

function isTest(body: unknown, id: string): boolean {
  return textAt(body, "version") === "test" || (id === "12345" && textAt(body, "incident.summary") === "Test Incident");
}

function eventOf(incident: unknown, action: Action, id: string): Event {
  return {
    action,
    dedupKey: id,
    summary: textAt(incident, "summary", "documentation.subject") ?? policyOf(incident),
    severity: severityOf(atPath(incident, "severity")),
    source: textAt(incident, "resource_display_name", "resource_name"),
    occurredAt: momentOf(atPath(incident, action === "resolve" ? "ended_at" : "started_at")),
    links: [...linksOf({ "Google Cloud": textAt(incident, "url") }), ...documentationLinks(incident)],
    details: {
      policy: textAt(incident, "policy_name"),
      condition: textAt(incident, "condition_name"),
      documentation: textAt(incident, "documentation.content"),
      project: textAt(incident, "scoping_project_id"),
      resource: atPath(incident, "resource"),
      metric: atPath(incident, "metric"),
      labels: atPath(incident, "policy_user_labels"),
      observedValue: textAt(incident, "observed_value"),
      thresholdValue: textAt(incident, "threshold_value"),
    },
  };
}

function policyOf(incident: unknown): string {
  const names = [textAt(incident, "policy_name"), textAt(incident, "condition_name")].filter(Boolean);
  return names.join(": ") || "Google Cloud Monitoring alert";
}

function documentationLinks(incident: unknown): { href: string; text: string }[] {
  const links = atPath(incident, "documentation.links");
  if (!Array.isArray(links)) return [];
  return links.flatMap((link) => linksOf({ [textAt(link, "displayName") ?? "Documentation"]: textAt(link, "url") }));
}

const setup = `
**As a webhook**

1. In the Google Cloud console open *Monitoring → Alerting → Edit notification channels* and press *Add new* at *Webhooks*.
2. Paste \`{url}\` as the *Endpoint URL*, name it \`Tocsin\`, press *Test connection*, then *Save*.
3. Add the channel to the alerting policies you want to be woken by, and tick *Notify on incident closure*.

**Through Pub/Sub**

1. Create a topic, and a notification channel *Pub/Sub* for it. Give the account
   \`service-<project number>@gcp-sa-monitoring-notification.iam.gserviceaccount.com\` the role *Pub/Sub Publisher* on the
   topic; it exists once there is such a channel.
2. Create a subscription of the delivery type *Push* and paste \`{url}\` as the *Endpoint URL*.
3. To have every request proved, switch *Enable authentication* on, choose a service account and make up an *Audience*,
   long and at random. In the settings of this integration write the address of that account under *Service account of
   Pub/Sub*, and set the audience as the signature secret. Give that integration to Pub/Sub alone: the webhook channel
   cannot sign.

Name the service account. Google makes a token for any audience for whoever asks: without the account, everybody who has
learned the audience is believed, with it only who may act as that account.

An incident of Cloud Monitoring opens and resolves one here. The severity of the policy is taken over; a policy without
one has this integration's default severity.
`.trim();

const incident = {
  incident_id: "0.mx8qjz1d4n0h",
  scoping_project_id: "shop-production",
  url: "https://console.cloud.google.com/monitoring/alerting/alerts/0.mx8qjz1d4n0h?project=shop-production",
  severity: "Critical",
  started_at: 1772333970,
  ended_at: null as number | null,
  state: "open",
  resource: { type: "gce_instance", labels: { instance_id: "4711", zone: "europe-west1-b" } },
  resource_name: "shop-production web-1",
  resource_display_name: "web-1",
  metric: { type: "compute.googleapis.com/instance/cpu/utilization", displayName: "CPU utilization" },
  policy_name: "CPU of web servers",
  condition_name: "CPU over 90 %",
  observed_value: "0.972",
  threshold_value: "0.9",
  documentation: {
    content: "Look at the queue first.",
    links: [{ displayName: "Runbook", url: "https://r.example.com" }],
  },
  summary: "CPU utilization of web-1 is above the threshold of 0.9 with a value of 0.972.",
};
const closed = { ...incident, state: "closed", ended_at: 1772335200 };
const opens = {
  action: "trigger",
  dedupKey: "0.mx8qjz1d4n0h",
  summary: "CPU utilization of web-1 is above the threshold of 0.9 with a value of 0.972.",
  severity: "critical",
  source: "web-1",
  occurredAt: "2026-03-01T02:59:30.000Z",
} as const;
const pushed = (id: string, content: unknown) => ({
  message: {
    data: Buffer.from(JSON.stringify(content)).toString("base64"),
    messageId: id,
    message_id: id,
    publishTime: "2026-03-01T02:59:31.000Z",
  },
  subscription: "projects/shop-production/subscriptions/tocsin",
});

export const googleCloudMonitoring = defineSource({
  id: "google-cloud-monitoring",
  name: "Google Cloud Monitoring",
  group: "Cloud providers",
  description: "Incidents of Google Cloud's alerting policies, by webhook or through Pub/Sub.",
  icon: "googlecloud",
  // Only Pub/Sub signs.
  signature: {
    kind: "jwt",
    keysUrl: "https://www.googleapis.com/oauth2/v3/certs",
    issuers: ["https://accounts.google.com", "accounts.google.com"],
    claims: [
      { names: ["email_verified"], is: true },
      { names: ["email"], is: "{serviceAccount}" },
    ],
  },
  payload: message,
  config,
  deliveryId: { path: "message.messageId" },
  events: eventsOf,
  // `started_at` and `ended_at`. An incident id is never opened again, so what fires after its end came late.
  occurredAtIs: "own",
  // Pub/Sub delivers again after either.
  overLimit: 429,
  // And it goes on until its retention ends: what cannot be read today cannot be read tomorrow either.
  resendsRefused: true,
  setup,
  samples: [
    {
      title: "An alerting policy opens an incident",
      payload: { version: "1.2", incident },
      becomes: [{ ...opens, links: [{ href: incident.url }, { href: "https://r.example.com", text: "Runbook" }] }],
    },
    {
      title: "The incident is closed",
      payload: { version: "1.2", incident: closed },
      becomes: [{ action: "resolve", dedupKey: "0.mx8qjz1d4n0h", occurredAt: "2026-03-01T03:20:00.000Z" }],
    },
    {
      title: "An incident comes through Pub/Sub",
      payload: pushed("1001", { version: "1.2", incident }),
      becomes: [opens],
    },
    {
      title: "It is closed through Pub/Sub",
      payload: pushed("1002", { version: "1.2", incident: closed }),
      becomes: [{ action: "resolve", dedupKey: "0.mx8qjz1d4n0h" }],
    },
    {
      title: "A test of the notification channel",
      payload: {
        version: "test",
        incident: { incident_id: "12345", state: "OPEN", summary: "Test Incident", started_at: 0, ended_at: null },
      },
      becomes: [],
    },
    {
      title: "Something else was published to the topic",
      payload: pushed("1003", { hello: "world" }),
      becomes: [],
    },
  ],
});
