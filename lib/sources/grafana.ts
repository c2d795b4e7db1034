import { z } from "zod";
import type { Severity } from "#db/vocabulary";
import { atPath } from "#lib/reading/at-path";
import { each } from "#lib/reading/each";
import { gather, type Part } from "#lib/reading/gather";
import { labelHash } from "#lib/reading/label-hash";
import { linksOf } from "#lib/reading/links-of";
import { missing } from "#lib/reading/missing";
import { momentOf } from "#lib/reading/moment-of";
import { severityOf } from "#lib/reading/severity-of";
import { textAt } from "#lib/reading/text-at";
import { firstText, textOf } from "#lib/reading/text-of";
import { defineSource, type Event, type Reading } from "#lib/sources/contract";

// What is only shown is never a reason to refuse an alert, so it is taken in any type.
const shown = z.unknown().optional();
const pairs = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

const alert = z.looseObject({
  status: z.enum(["firing", "resolved"]),
  labels: pairs,
  annotations: pairs.nullish().catch(null),
  fingerprint: shown,
  startsAt: shown,
  endsAt: shown,
});

const message = z.looseObject({ alerts: each(alert).nullish() });

type Alert = z.output<typeof alert>;
type Message = z.output<typeof message>;

function eventsOf(message: Message): Reading {
  if (Object.hasOwn(message, "alerts")) return readUnified(message);
  if (textAt(message, "ruleId") ?? atPath(message, "evalMatches")) return readLegacy(message);
  return missing(
    "alerts",
    "Grafana's list of alerts. For a custom payload use an integration of the kind Generic webhook",
  );
}

function readUnified(message: Message): Reading {
  const { read, problems } = message.alerts ?? { read: [], problems: [] };
  const parts: Part<Event>[] = [
    ...read.map((alert) => (isTest(alert) ? { test: testPressed } : { event: eventOf(alert, message) })),
    ...problems.map(({ path, message }) => ({ problem: { path: `alerts.${path}`, message } })),
  ];
  if (parts.length === 0) return { ignored: "The message carries no alerts." };
  const reading = gather(parts);
  return "events" in reading ? { ...reading, problems: [...truncation(message), ...reading.problems] } : reading;
}

const testPressed = "The Test button of a contact point was pressed.";
const isTest = ({ labels }: Alert): boolean => labels.alertname === "TestAlert" && labels.instance === "Grafana";

function truncation({ truncatedAlerts: left }: Message): string[] {
  if (typeof left !== "number" || !(left > 0)) return [];
  return [`Grafana left out ${left} alerts of this group. Raise *Max alerts* of the contact point, or set it to 0.`];
}

function eventOf(alert: Alert, message: Message): Event {
  const { labels, annotations } = alert;
  const isFiring = alert.status === "firing";
  return {
    action: isFiring ? "trigger" : "resolve",
    dedupKey: textOf(alert.fingerprint) ?? labelHash(labels),
    summary: summaryOf(alert),
    severity: severityIn(labels),
    source: firstText(labels.instance, labels.pod, labels.job, labels.cluster) ?? "Grafana",
    occurredAt: momentOf(isFiring ? alert.startsAt : alert.endsAt),
    links: linksOf({
      Panel: alert.panelURL,
      Dashboard: firstText(alert.dashboardURL, annotations?.dashboard_url),
      "Alert rule": alert.generatorURL,
      Runbook: annotations?.runbook_url,
      Silence: alert.silenceURL,
    }),
    images: imagesOf(alert.imageURL, alert.panelURL),
    details: {
      labels,
      annotations: annotations ?? {},
      values: alert.values,
      valueString: textOf(alert.valueString),
      receiver: textOf(message.receiver),
      groupKey: textOf(message.groupKey),
    },
  };
}

/** Rules without data, and rules that cannot be evaluated, come as alerts of their own. */
const ruleTroubles = new Map<unknown, string>([
  ["DatasourceNoData", "No data"],
  ["DatasourceError", "Query failed"],
]);

function summaryOf({ labels, annotations }: Alert): string {
  const name = firstText(labels.alertname);
  const trouble = ruleTroubles.get(labels.alertname);
  if (trouble) return `${trouble}: ${firstText(labels.rulename) ?? name}`;
  const text = firstText(annotations?.summary, annotations?.message, annotations?.description);
  if (name && text) return `${name}: ${text}`;
  return name ?? text ?? "An alert without a name";
}

function severityIn(labels: Alert["labels"]): Severity | undefined {
  const said = severityOf(labels.severity) ?? severityOf(labels.priority);
  // That a rule has no data is not the trouble the rule's severity is about.
  return ruleTroubles.has(labels.alertname) && said !== "info" ? "warning" : said;
}

function imagesOf(address: unknown, page: unknown): Event["images"] {
  const src = textOf(address);
  return src ? [{ src, href: textOf(page) }] : [];
}

/** Grafana up to 8: one rule a message. */
function readLegacy(message: Message): Reading {
  const rule = textAt(message, "ruleId");
  if (!rule) return missing("ruleId", "the number of the rule");
  // Not verified: how Grafana's own test looked in each of the old versions.
  if (rule === "0") return { test: "The Test button of a notification channel was pressed." };
  const state = textAt(message, "state")?.toLowerCase() ?? "";
  if (!["alerting", "ok", "no_data"].includes(state))
    return { ignored: `The rule is "${state.slice(0, 60)}", which neither opens nor ends trouble.` };
  const name = textAt(message, "ruleName", "title") ?? `Grafana rule ${rule}`;
  const isWithoutData = state === "no_data";
  const event: Event = {
    action: state === "ok" ? "resolve" : "trigger",
    dedupKey: `rule:${textAt(message, "orgId") ?? "1"}:${rule}`,
    summary: isWithoutData ? `No data: ${name}` : name,
    severity: isWithoutData ? "warning" : severityOf(atPath(message, "tags.severity")),
    source: textAt(message, "evalMatches.0.tags.instance", "evalMatches.0.tags.host", "tags.host") ?? "Grafana",
    links: linksOf({ "Alert rule": message.ruleUrl }),
    images: imagesOf(message.imageUrl, message.ruleUrl),
    details: { message: textAt(message, "message"), tags: message.tags, evalMatches: message.evalMatches },
  };
  return { events: [event], problems: [] };
}

const setup = `
1. In Grafana open *Alerting → Contact points* and press *Create contact point*.
2. Name it \`Tocsin\`, choose the integration *Webhook* and paste the URL:

   \`\`\`text
   {url}
   \`\`\`

3. Leave *Disable resolved message* unticked and *Custom payload* empty: a payload of your own needs an integration of the
   kind *Generic webhook*.
4. Grafana 12 and later can sign: set *Optional webhook settings → HMAC Signature → Secret* to this integration's signature
   secret. If you also want a time in the signature, enter \`X-Grafana-Alerting-Timestamp\` as *Timestamp header*.
5. Press *Test*: the request shows up under *Requests* as a test.
6. Save, and choose the contact point in *Alerting → Notification policies*, or in the alert rule itself.

Every alert of a group becomes an incident of its own and is resolved when Grafana says so. The label \`severity\` (or
\`priority\`) sets the severity. A rule without data, or one that cannot be evaluated, opens an incident of at most
*warning*. Grafana up to 8: choose the notification channel *webhook* instead, with the same URL. A contact point of
another Alertmanager works too.
`.trim();

const latency = {
  labels: { alertname: "HighLatency", grafana_folder: "Shop", instance: "web-1", severity: "critical" },
  annotations: { summary: "p99 of web-1 is 2.1 s", runbook_url: "https://runbooks.example.com/latency" },
  startsAt: "2026-03-01T02:59:30Z",
  generatorURL: "https://grafana.example.com/alerting/grafana/ae2f/view?orgId=1",
  fingerprint: "c6eadffa33fcdf37",
  silenceURL: "https://grafana.example.com/alerting/silence/new?alertmanager=grafana&matcher=alertname%3DHighLatency",
  dashboardURL: "https://grafana.example.com/d/shop?orgId=1",
  panelURL: "https://grafana.example.com/d/shop?orgId=1&viewPanel=4",
  imageURL: "https://grafana.example.com/render/c6eadffa.png",
  values: { B: 2.1, C: 1 },
  valueString: "[ var='B' labels={instance=web-1} value=2.1 ]",
  orgId: 1,
  ruleUID: "ae2f",
};
const group = {
  version: "1",
  orgId: 1,
  groupKey: '{}:{alertname="HighLatency"}',
  truncatedAlerts: 0,
  receiver: "Tocsin",
  externalURL: "https://grafana.example.com/",
};
const test = {
  labels: { alertname: "TestAlert", instance: "Grafana" },
  annotations: { summary: "Notification test" },
  startsAt: "2026-03-01T02:00:00Z",
  fingerprint: "57c6d9296de2ad39",
};
const legacyRule = {
  title: "[Alerting] Disk of db-1",
  ruleId: 7,
  ruleName: "Disk of db-1",
  orgId: 1,
  ruleUrl: "https://grafana.example.com/d/disk?tab=alert",
  imageUrl: "https://grafana.example.com/render/disk.png",
  message: "The disk of db-1 is nearly full",
  evalMatches: [{ value: 97, metric: "used", tags: { host: "db-1" } }],
  tags: { severity: "warning" },
};
const stillFiring = "0001-01-01T00:00:00Z";

export const grafana = defineSource({
  id: "grafana",
  name: "Grafana",
  group: "Monitoring & APM",
  description: "Grafana's alerting, the unified one and the one before version 9.",
  icon: "grafana",
  signature: {
    kind: "hmac",
    algorithm: "sha256",
    // The first is Grafana's default; the others are what its code comment and document 004 call it.
    headers: ["X-Grafana-Alerting-Signature", "X-Grafana-Alert-Signature", "X-Grafana-Signature"],
    timestamp: { header: "X-Grafana-Alerting-Timestamp", separator: ":", toleranceSeconds: 300 },
  },
  payload: message,
  events: eventsOf,
  // `startsAt` stays the same when Grafana was away for a while and the alert goes on after a resolve.
  occurredAtIs: "onset",
  // Grafana never tries again, whatever it is told: the next flush of the group repeats what still fires.
  overLimit: 503,
  setup,
  samples: [
    {
      title: "A server is slow",
      payload: { ...group, status: "firing", alerts: [{ ...latency, status: "firing", endsAt: stillFiring }] },
      becomes: [
        {
          action: "trigger",
          dedupKey: "c6eadffa33fcdf37",
          summary: "HighLatency: p99 of web-1 is 2.1 s",
          severity: "critical",
          source: "web-1",
          occurredAt: "2026-03-01T02:59:30.000Z",
        },
      ],
    },
    {
      title: "The server is fast again",
      payload: {
        ...group,
        status: "resolved",
        alerts: [{ ...latency, status: "resolved", endsAt: "2026-03-01T03:20:00Z" }],
      },
      becomes: [{ action: "resolve", dedupKey: "c6eadffa33fcdf37", occurredAt: "2026-03-01T03:20:00.000Z" }],
    },
    {
      title: "The Test button",
      payload: { ...group, status: "firing", alerts: [{ ...test, status: "firing", endsAt: stillFiring }] },
      becomes: [],
    },
    {
      title: "Grafana 8: a disk fills up",
      payload: { ...legacyRule, state: "alerting" },
      becomes: [
        {
          action: "trigger",
          dedupKey: "rule:1:7",
          summary: "Disk of db-1",
          severity: "warning",
          source: "db-1",
        },
      ],
    },
    {
      title: "Grafana 8: the disk has room again",
      payload: { ...legacyRule, title: "[OK] Disk of db-1", state: "ok", evalMatches: [] },
      becomes: [{ action: "resolve", dedupKey: "rule:1:7" }],
    },
  ],
});
