import { z } from "zod";
import { each } from "#lib/reading/each";
import { labelHash } from "#lib/reading/label-hash";
import { momentOf } from "#lib/reading/moment-of";
import { severityOf } from "#lib/reading/severity-of";
import { firstText } from "#lib/reading/text-of";
import { defineSource, type Event, type Reading } from "#lib/sources/contract";

const pairs = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

const alert = z.object({
  status: z.enum(["firing", "resolved"]),
  labels: pairs,
  annotations: pairs.nullish(),
  startsAt: z.string().nullish(),
  endsAt: z.string().nullish(),
  generatorURL: z.string().nullish(),
  fingerprint: z.string().nullish(),
});

const message = z.object({
  alerts: each(alert),
  receiver: z.string().nullish(),
  groupKey: z.string().nullish(),
  externalURL: z.string().nullish(),
  truncatedAlerts: z.union([z.number(), z.string()]).nullish(),
});

type Alert = z.output<typeof alert>;
type Message = z.output<typeof message>;

function eventsOf(message: Message): Reading {
  const { read, problems } = message.alerts;
  const unread = problems.map(({ path, message }) => ({ path: `alerts.${path}`, message }));
  if (read.length === 0)
    return unread.length > 0 ? { unreadable: unread } : { ignored: "The message carries no alerts." };
  return {
    events: read.map((alert) => eventOf(alert, message)),
    problems: [...truncation(message), ...unread.map(({ path, message }) => `${path}: ${message}`)],
  };
}

function truncation({ truncatedAlerts }: Message): string[] {
  if (!(Number(truncatedAlerts) > 0)) return [];
  return [
    `Alertmanager left out ${truncatedAlerts} alerts of this group. Raise max_alerts of the receiver, or set it to 0.`,
  ];
}

function eventOf(alert: Alert, message: Message): Event {
  const { labels, annotations, fingerprint } = alert;
  const isFiring = alert.status === "firing";
  return {
    action: isFiring ? "trigger" : "resolve",
    // Never startsAt: two Alertmanagers of a pair send the same alert with different ones.
    dedupKey: firstText(fingerprint) ?? labelHash(labels),
    summary: summaryOf(alert),
    severity: severityOf(labels.severity) ?? severityOf(labels.priority),
    source: firstText(labels.instance, labels.pod, labels.job, labels.cluster) ?? "Prometheus",
    occurredAt: momentOf(isFiring ? alert.startsAt : alert.endsAt),
    links: linksOf(alert, message),
    details: {
      labels,
      annotations: annotations ?? {},
      receiver: message.receiver ?? undefined,
      groupKey: message.groupKey ?? undefined,
    },
  };
}

function summaryOf({ labels, annotations }: Alert): string {
  const name = firstText(labels.alertname);
  const text = firstText(annotations?.summary, annotations?.message, annotations?.description);
  if (name && text) return `${name}: ${text}`;
  return name ?? text ?? "An alert without a name";
}

function linksOf({ generatorURL, annotations }: Alert, { externalURL, receiver }: Message): Event["links"] {
  const manager = firstText(externalURL)?.replace(/\/+$/, "");
  const query = `receiver=${encodeURIComponent((receiver ?? "").toWellFormed())}`;
  return [
    { href: firstText(generatorURL), text: "Prometheus" },
    { href: firstText(annotations?.runbook_url), text: "Runbook" },
    { href: firstText(annotations?.dashboard_url), text: "Dashboard" },
    { href: manager && `${manager}/#/alerts?${query}`, text: "Alertmanager" },
  ].flatMap(({ href, text }) => (href ? [{ href, text }] : []));
}

const setup = `
1. Add a receiver to \`alertmanager.yml\`:

   \`\`\`yaml
   receivers:
     - name: tocsin
       webhook_configs:
         - url: "{url}"
           send_resolved: true
   \`\`\`

2. Send the alerts you want to be woken by there:

   \`\`\`yaml
   route:
     receiver: tocsin
     group_by: [alertname]
   \`\`\`

3. Reload Alertmanager: \`curl -X POST http://localhost:9093/-/reload\`.

Every alert of a group becomes an incident of its own and is resolved when Alertmanager says so. The label \`severity\`
(or \`priority\`) sets the severity; the annotations \`summary\`, \`runbook_url\` and \`dashboard_url\` are shown.
Alertmanager does not sign its requests, so the URL is the secret: give it to nobody else.
`.trim();

const diskAlert = {
  labels: { alertname: "DiskAlmostFull", instance: "db-1:9100", job: "node", severity: "critical" },
  annotations: { summary: "The disk of db-1 is 97 % full", runbook_url: "https://runbooks.example.com/disk" },
  startsAt: "2026-03-01T02:59:30.123456789Z",
  generatorURL: "http://prometheus.example.com:9090/graph?g0.expr=disk_used+%3E+0.95&g0.tab=1",
  fingerprint: "5ef77f1f8a3ecb8d",
};
const stillFiring = "0001-01-01T00:00:00Z";
const group = {
  version: "4",
  groupKey: '{}:{alertname="DiskAlmostFull"}',
  truncatedAlerts: 0,
  receiver: "tocsin",
  externalURL: "http://alertmanager.example.com:9093",
};

export const prometheus = defineSource({
  id: "prometheus",
  name: "Prometheus Alertmanager",
  group: "Monitoring & APM",
  description: "Alerts of Prometheus and everything else that speaks through Alertmanager.",
  icon: "prometheus",
  payload: message,
  events: eventsOf,
  // `startsAt` stays the same when Prometheus was away for a while and the alert goes on after a resolve.
  occurredAtIs: "onset",
  // Alertmanager never tries again after a 429: the alert would be lost until its next repeat.
  overLimit: 503,
  setup,
  isTried: true,
  samples: [
    {
      title: "A disk is almost full",
      payload: { ...group, alerts: [{ ...diskAlert, status: "firing", endsAt: stillFiring }] },
      becomes: [
        {
          action: "trigger",
          dedupKey: "5ef77f1f8a3ecb8d",
          summary: "DiskAlmostFull: The disk of db-1 is 97 % full",
          severity: "critical",
          source: "db-1:9100",
          occurredAt: "2026-03-01T02:59:30.123Z",
        },
      ],
    },
    {
      title: "The disk has room again",
      payload: { ...group, alerts: [{ ...diskAlert, status: "resolved", endsAt: "2026-03-01T03:20:00Z" }] },
      becomes: [{ action: "resolve", dedupKey: "5ef77f1f8a3ecb8d", occurredAt: "2026-03-01T03:20:00.000Z" }],
    },
  ],
});
