import { z } from "zod";
import type { Action, Severity } from "#db/vocabulary";
import { atPath } from "#lib/reading/at-path";
import { digestOf } from "#lib/reading/digest-of";
import { linksOf } from "#lib/reading/links-of";
import { missing } from "#lib/reading/missing";
import { momentOf } from "#lib/reading/moment-of";
import { isTemplate, renderedAt } from "#lib/reading/rendered-at";
import { severityOf } from "#lib/reading/severity-of";
import { textAt } from "#lib/reading/text-at";
import { defineSource, type Event, type Reading } from "#lib/sources/contract";

const message = z.record(z.string(), z.unknown());

type Message = z.output<typeof message>;

function eventsOf(message: Message): Reading {
  if (isTemplate(message, "id", "title", "alert_id", "alert_cycle_key", "aggregation_key"))
    return { test: "The template was sent as it is, with no monitor behind it." };
  const title = titleOf(known(message, "title") ?? "");
  const key = keyOf(message, title);
  if (!key) return missing("title", "the title of the event");
  if (title.groups.includes("test")) return { test: "A monitor's test notification was sent." };
  const turn = turnOf(message, title);
  if ("ignored" in turn) return turn;
  return { events: [eventOf({ message, title, key, turn })], problems: [] };
}

/** Datadog writes "null" and the like where a variable has no value. */
function known(message: Message, ...names: string[]): string | undefined {
  return names
    .map((name) => renderedAt(message, name))
    .find((text) => text !== undefined && !/^(null|none|n\/a)$/i.test(text));
}

type Title = { groups: string[]; scope: string; text: string };

/** The title without its leading status groups, "[P2] [Triggered on {host:web-1}]"; other brackets are the title's own. */
function titleOf(title: string): Title {
  const groups: string[] = [];
  let scope = "";
  let text = title;
  for (let group = statusGroup.exec(text); group; group = statusGroup.exec(text)) {
    const [whole, word = "", more = ""] = group;
    groups.push(word.toLowerCase());
    scope ||= /\{[^\]]*\}/.exec(more)?.[0] ?? "";
    text = text.slice(whole.length);
  }
  return { groups, scope, text };
}

const statusGroup =
  /^\s*\[(p[1-5]|test|triggered|recovered|warn|no data|renotify|re-[a-z]+(?: data)?)(?![\w-])([^\]]*)\]/i;

function keyOf(message: Message, { text, scope }: Title): string | undefined {
  // Not verified: whether the aggregation key tells the groups of a multi-alert monitor apart. The cycle key does.
  const given = known(message, "alert_cycle_key", "aggregation_key");
  if (given) return given;
  const monitor = known(message, "alert_id");
  if (monitor) return `monitor:${monitor}:${known(message, "alert_scope") ?? ""}`;
  // An event's own id is another one when the monitor recovers, so in Datadog's default body the title has to do.
  const own = `${text} ${scope}`.trim().toLowerCase();
  if (own !== "") return `title:${digestOf(own).slice(0, 32)}`;
  const id = known(message, "id");
  return id && `event:${id}`;
}

type Turn = { action: Action; severity?: Severity };

const turns = new Map<string, Turn>([
  ["triggered", { action: "trigger" }],
  ["re-triggered", { action: "trigger" }],
  ["renotify", { action: "trigger" }],
  ["no data", { action: "trigger", severity: "warning" }],
  ["re-no data", { action: "trigger", severity: "warning" }],
  ["warn", { action: "trigger", severity: "warning" }],
  ["re-warn", { action: "trigger", severity: "warning" }],
  ["recovered", { action: "resolve" }],
]);

function turnOf(message: Message, { groups }: Title): Turn | { ignored: string } {
  // "Null" is Datadog's word for no transition at all, and no missing value.
  const said = renderedAt(message, "alert_transition")?.toLowerCase().replaceAll("_", " ");
  if (said === "null") return { ignored: "The monitor did not change its state." };
  if (said !== undefined)
    return turns.get(said) ?? { ignored: `Tocsin does not know the transition "${said.slice(0, 60)}".` };
  if (known(message, "alert_type")?.toLowerCase() === "success") return { action: "resolve" };
  const inTitle = groups.flatMap((group) => turns.get(group) ?? []);
  return inTitle.find(({ action }) => action === "resolve") ?? inTitle.at(-1) ?? { action: "trigger" };
}

type Told = { message: Message; title: Title; key: string; turn: Turn };

function eventOf({ message, title, key, turn }: Told): Event {
  const text = title.text.trim();
  return {
    action: turn.action,
    dedupKey: key,
    summary: (text || known(message, "alert_title", "alert_status", "title")) ?? `Datadog event ${key}`,
    severity: turn.action === "resolve" ? undefined : (turn.severity ?? severityIn(message)),
    source: known(message, "host", "hostname") ?? tagged(message) ?? "Datadog",
    occurredAt: momentOf(known(message, "last_updated", "date")),
    links: linksOf({ Datadog: known(message, "link", "url") }),
    images: imagesOf(message),
    details: detailsOf(message),
  };
}

// Document 004: an alert of the type "error" is critical here.
const types: Record<string, Severity> = { error: "critical", warning: "warning", success: "info", info: "info" };

function severityIn(message: Message): Severity | undefined {
  return severityOf(known(message, "alert_type"), types) ?? severityOf(known(message, "alert_priority"));
}

/** The host or service among the tags, which are one text or a list. */
function tagged(message: Message): string | undefined {
  const tags = [message.tags, message.alert_scope].flatMap((tags) =>
    Array.isArray(tags) ? tags.slice(0, 200) : typeof tags === "string" ? tags.split(",", 200) : [],
  );
  const valueAt = (name: string) => tags.flatMap((tag) => (typeof tag === "string" ? tagValue(tag, name) : [])).at(0);
  return valueAt("host") ?? valueAt("service");
}

function tagValue(tag: string, name: string): string[] {
  const written = tag.trim();
  const value = written.startsWith(`${name}:`) ? written.slice(name.length + 1).trim() : "";
  return value === "" || value === "*" ? [] : [value];
}

function imagesOf(message: Message): Event["images"] {
  const src = known(message, "snapshot");
  return src ? [{ src, href: known(message, "link") }] : [];
}

function detailsOf(message: Message): Event["details"] {
  const names = ["event_type", "alert_status", "alert_priority", "alert_scope", "alert_metric", "alert_query", "tags"];
  return {
    message: known(message, "text", "body"),
    ...Object.fromEntries(names.map((name) => [name, known(message, name) ?? listAt(message, name)])),
    organization: textAt(message, "org.name"),
  };
}

function listAt(message: Message, name: string): unknown {
  const value = atPath(message, name);
  return Array.isArray(value) ? value : undefined;
}

const setup = `
1. In Datadog open *Integrations → Webhooks* and press *New Webhook*.
2. Name it \`Tocsin\` and paste the URL:

   \`\`\`text
   {url}
   \`\`\`

3. Replace the *Payload* with this one:

   \`\`\`json
   {
     "id": "$ID",
     "event_type": "$EVENT_TYPE",
     "title": "$EVENT_TITLE",
     "alert_title": "$ALERT_TITLE",
     "text": "$TEXT_ONLY_MSG",
     "alert_type": "$ALERT_TYPE",
     "alert_transition": "$ALERT_TRANSITION",
     "alert_id": "$ALERT_ID",
     "alert_cycle_key": "$ALERT_CYCLE_KEY",
     "aggregation_key": "$AGGREG_KEY",
     "alert_scope": "$ALERT_SCOPE",
     "alert_metric": "$ALERT_METRIC",
     "alert_query": "$ALERT_QUERY",
     "alert_status": "$ALERT_STATUS",
     "alert_priority": "$ALERT_PRIORITY",
     "host": "$HOSTNAME",
     "tags": "$TAGS",
     "link": "$LINK",
     "snapshot": "$SNAPSHOT",
     "date": "$DATE",
     "last_updated": "$LAST_UPDATED",
     "org": { "id": "$ORG_ID", "name": "$ORG_NAME" }
   }
   \`\`\`

4. Save, and write \`@webhook-Tocsin\` into the message of every monitor that should wake you. Write it outside of
   \`{{#is_alert}}\` and the like, so that recoveries are sent too.

5. Press *Test Notifications* in such a monitor. What has \`[Test]\` before its title appears here as a test.

An alert becomes *critical*, a warning or missing data *warning*. Datadog's default payload is understood too, but it names
no monitor: its incidents are told apart by their titles and have the integration's default severity.
Datadog does not sign its requests, so the URL is the secret: give it to nobody else.
`.trim();

const alert = {
  id: "7234567890123456789",
  event_type: "query_alert_monitor",
  alert_title: "CPU is high on web-1",
  text: "CPU of web-1 was above 95 % for 5 minutes. @webhook-Tocsin",
  alert_id: "1234",
  alert_cycle_key: "7719212283418446842",
  aggregation_key: "9bd4ac313a4d1e8fae2482df7b77628",
  alert_scope: "host:web-1",
  alert_metric: "system.cpu.user",
  alert_query: "avg(last_5m):avg:system.cpu.user{*} by {host} > 95",
  alert_status: "system.cpu.user over host:web-1 was > 95 on average during the last 5m",
  alert_priority: "P2",
  host: "web-1",
  tags: "env:production,host:web-1,service:shop",
  link: "https://app.datadoghq.com/monitors/1234",
  snapshot: "https://p.datadoghq.com/snapshot/1234.png",
  date: "1772333970000",
  org: { id: "1", name: "Example" },
};
const plain = {
  id: "7234567890123456790",
  body: "Errors of checkout",
  date: 1772333970000,
  event_type: "log_alert",
  org: { id: 1, name: "Example" },
};

export const datadog = defineSource({
  id: "datadog",
  name: "Datadog",
  group: "Monitoring & APM",
  description: "Alerts and recoveries of Datadog's monitors.",
  icon: "datadog",
  payload: message,
  events: eventsOf,
  // `$LAST_UPDATED` is when this event was written.
  occurredAtIs: "own",
  // Datadog tries again after a 5xx only.
  overLimit: 503,
  setup,
  samples: [
    {
      title: "The CPU of a server is busy",
      payload: {
        ...alert,
        title: "[P2] [Triggered on {host:web-1}] CPU is high on web-1",
        alert_type: "error",
        alert_transition: "Triggered",
        last_updated: "1772333970000",
      },
      becomes: [
        {
          action: "trigger",
          dedupKey: "7719212283418446842",
          summary: "CPU is high on web-1",
          severity: "critical",
          source: "web-1",
          occurredAt: "2026-03-01T02:59:30.000Z",
        },
      ],
    },
    {
      title: "The CPU is fine again",
      payload: {
        ...alert,
        title: "[P2] [Recovered on {host:web-1}] CPU is high on web-1",
        alert_type: "success",
        alert_transition: "Recovered",
        last_updated: "1772335200000",
      },
      becomes: [{ action: "resolve", dedupKey: "7719212283418446842", occurredAt: "2026-03-01T03:20:00.000Z" }],
    },
    {
      title: "Datadog's default payload",
      payload: { ...plain, title: "[Triggered] [checkout] Too many errors", last_updated: 1772333970000 },
      becomes: [{ action: "trigger", summary: "[checkout] Too many errors", source: "Datadog" }],
    },
    {
      title: "The default payload, when the monitor recovers",
      payload: { ...plain, title: "[Recovered] [checkout] Too many errors", last_updated: 1772335200000 },
      becomes: [{ action: "resolve", summary: "[checkout] Too many errors" }],
    },
    {
      title: "A test of the monitor's notifications",
      payload: { ...alert, title: "[Test] [Triggered] CPU is high on web-1", alert_transition: "Triggered" },
      becomes: [],
    },
  ],
});
