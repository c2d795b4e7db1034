import { z } from "zod";
import { atPath } from "#lib/reading/at-path";
import { digestOf } from "#lib/reading/digest-of";
import { linksOf } from "#lib/reading/links-of";
import { missing } from "#lib/reading/missing";
import { momentOf } from "#lib/reading/moment-of";
import { severityOf } from "#lib/reading/severity-of";
import { textAt } from "#lib/reading/text-at";
import { defineSource, type Event, type Reading } from "#lib/sources/contract";

const message = z.looseObject({});
type Message = z.output<typeof message>;

function eventsOf(message: Message): Event[] | Reading {
  const title = textAt(message, "title");
  const key = keyOf(message);
  if (title === undefined) return missing("title");
  if (key === undefined) return missing("fingerprint");
  // A time that is none (the year 1) is no end.
  const endedAt = momentOf(textAt(message, "ends_at"));
  if (endedAt === undefined && message.failure === false)
    return { ignored: `Robusta tells of "${title.slice(0, 100)}", which is no failure.` };
  const cluster = textAt(message, "cluster_name");
  return [
    {
      action: endedAt === undefined ? "trigger" : "resolve",
      dedupKey: key,
      summary: summaryOf(message, title, cluster),
      severity: severityOf(textAt(message, "severity")),
      source: subjectOf(message) ?? cluster,
      occurredAt: endedAt ?? momentOf(textAt(message, "starts_at")),
      links: [
        ...linksOf({ Robusta: textAt(message, "investigate"), Silence: textAt(message, "silence") }),
        ...givenLinks(message),
      ],
      details: {
        cluster,
        about: textAt(message, "description"),
        kind: textAt(message, "subject.kind"),
        node: textAt(message, "subject.node"),
        container: textAt(message, "subject.container"),
        labels: atPath(message, "subject.labels"),
        rule: textAt(message, "aggregation_key"),
        from: textAt(message, "source"),
      },
    },
  ];
}

function keyOf(message: Message): string | undefined {
  const fingerprint = textAt(message, "fingerprint");
  if (fingerprint !== undefined) return fingerprint;
  const rule = textAt(message, "aggregation_key");
  return rule === undefined
    ? undefined
    : digestOf(rule, textAt(message, "cluster_name") ?? "", subjectOf(message) ?? "");
}

function subjectOf(message: Message): string | undefined {
  const parts = [textAt(message, "subject.namespace"), textAt(message, "subject.name")].filter(Boolean);
  return parts.length > 0 ? parts.join("/") : undefined;
}

function summaryOf(message: Message, title: string, cluster: string | undefined): string {
  const where = [subjectOf(message), cluster && `in ${cluster}`].filter(Boolean).join(" ");
  return where === "" ? title : `${title}: ${where}`;
}

function givenLinks(message: Message): { href: string; text: string }[] {
  const links = atPath(message, "links");
  if (!Array.isArray(links)) return [];
  return links.flatMap((link) => {
    const href = textAt(link, "url");
    return href ? [{ href, text: textAt(link, "name") ?? "Link" }] : [];
  });
}

const setup = `
1. Add the sink to Robusta's \`generated_values.yaml\`:

   \`\`\`yaml
   sinksConfig:
     - webhook_sink:
         name: tocsin
         url: "{url}"
         format: json
         size_limit: 65536
   \`\`\`

2. Upgrade Robusta: \`helm upgrade robusta robusta/robusta --values=generated_values.yaml\`.

What Robusta finds in the cluster opens an incident; a message with an end (\`ends_at\`) resolves it. High is an error, medium a warning.
\`format: json\` is necessary: Robusta's text cannot be told apart. Older versions of Robusta have no such format.
`.trim();

const crash = {
  title: "Crashing pod checkout-5d4f in namespace shop",
  description: "The container main restarted 5 times",
  cluster_name: "prod-eu",
  account_id: "example",
  severity: "HIGH",
  source: "KUBERNETES_API_SERVER",
  finding_type: "ISSUE",
  aggregation_key: "CrashLoopBackOff",
  failure: true,
  fingerprint: "2c1d9f40b7",
  starts_at: "2026-03-01T02:59:30+00:00",
  ends_at: null,
  subject: { name: "checkout-5d4f", kind: "pod", namespace: "shop", node: "node-1", container: "main", labels: {} },
  links: [{ name: "Runbook", url: "https://runbooks.example.com/crash", type: null }],
  investigate: "https://robusta.example.com/graphs/1",
};

export const robusta = defineSource({
  id: "robusta",
  name: "Robusta",
  group: "Monitoring & APM",
  description: "What Robusta finds in Kubernetes clusters.",
  payload: message,
  events: eventsOf,
  // `starts_at`, handed on from Alertmanager: an alert keeps it when it goes on after a resolve.
  occurredAtIs: "onset",
  // Robusta sends each finding once, whatever it is told.
  overLimit: 503,
  setup,
  samples: [
    {
      title: "A pod crashes again and again",
      payload: crash,
      becomes: [
        {
          action: "trigger",
          dedupKey: "2c1d9f40b7",
          summary: "Crashing pod checkout-5d4f in namespace shop: shop/checkout-5d4f in prod-eu",
          severity: "error",
          source: "shop/checkout-5d4f",
          occurredAt: "2026-03-01T02:59:30.000Z",
        },
      ],
    },
    {
      title: "The pod is well again",
      payload: { ...crash, failure: false, ends_at: "2026-03-01T03:20:00+00:00" },
      becomes: [{ action: "resolve", dedupKey: "2c1d9f40b7", occurredAt: "2026-03-01T03:20:00.000Z" }],
    },
    {
      title: "A deployment was changed",
      payload: { ...crash, finding_type: "CONF_CHANGE", failure: false, title: "Deployment checkout was changed" },
      becomes: [],
    },
  ],
});
