import { z } from "zod";
import type { Action, Severity } from "#db/vocabulary";
import { atPath } from "#lib/reading/at-path";
import { linksOf } from "#lib/reading/links-of";
import { missing } from "#lib/reading/missing";
import { momentOf } from "#lib/reading/moment-of";
import { textAt } from "#lib/reading/text-at";
import { type Answer, defineSource, type Ending, type Event, type Reading } from "#lib/sources/contract";

const message = z.looseObject({});
type Message = z.output<typeof message>;

function eventsOf(message: Message): Event[] | Reading {
  if (textAt(message, "name") !== undefined && textAt(message, "status") !== undefined) return agentEvents(message);
  if (typeof atPath(message, "status.reachable") === "boolean") return reachabilityEvents(message);
  if (textAt(message, "alert") !== undefined) return cloudEvents(message);
  const token = textAt(message, "token");
  if (token !== undefined) return { test: `Netdata Cloud sent the token ${token.slice(0, 200)}. Enter it there.` };
  return missing(textAt(message, "name") === undefined ? "name" : "status");
}

type Means = { action: Action; severity?: Severity };

const statuses = new Map<string, Means>([
  ["critical", { action: "trigger", severity: "critical" }],
  ["warning", { action: "trigger", severity: "warning" }],
  ["clear", { action: "resolve" }],
  // The alert itself is gone: nothing will ever clear it.
  ["removed", { action: "resolve" }],
]);

/** What the agent's own script sends, in the shape it has for Opsgenie. */
function agentEvents(message: Message): Event[] | Reading {
  const name = textAt(message, "name") ?? "";
  const status = textAt(message, "status") ?? "";
  const means = statuses.get(status.toLowerCase());
  if (!means) return { ignored: `The alert became "${status.slice(0, 60)}", which neither opens nor ends trouble.` };
  const host = textAt(message, "host");
  const chart = textAt(message, "chart");
  const about = textAt(message, "info");
  return [
    {
      ...means,
      // Never alarmId: the agent counts it anew after its database was lost.
      dedupKey: [host, chart, name].filter(Boolean).join("/"),
      summary: `${name.replaceAll("_", " ")}${host ? ` on ${host}` : ""}${about ? `: ${about}` : ""}`,
      source: host,
      occurredAt: momentOf(atPath(message, "when")),
      details: {
        chart,
        value: atPath(message, "value"),
        units: textAt(message, "units"),
        oldStatus: textAt(message, "old_status"),
        oldValue: atPath(message, "old_value"),
        expression: textAt(message, "calc_expression"),
        configuredAt: textAt(message, "src"),
      },
    },
  ];
}

/** Netdata Cloud's webhook. It names no node in a field of its own. */
function cloudEvents(message: Message): Event[] | Reading {
  const alert = textAt(message, "alert") ?? "";
  const said = textAt(message, "severity") ?? "";
  const means = statuses.get(said.toLowerCase());
  if (!means) return { ignored: `The alert's severity is "${said.slice(0, 60)}", which Tocsin does not know.` };
  const chart = textAt(message, "chart");
  return [
    {
      ...means,
      dedupKey: ["cloud", textAt(message, "space"), textAt(message, "host", "node"), chart, alert]
        .filter(Boolean)
        .join("/"),
      summary: textAt(message, "message") ?? [alert, textAt(message, "info")].filter(Boolean).join(": "),
      source: textAt(message, "host", "node", "space"),
      occurredAt: momentOf(textAt(message, "date")),
      links: linksOf({ "Netdata Cloud": textAt(message, "alert_url") }),
      details: {
        alert,
        chart,
        context: textAt(message, "context"),
        family: textAt(message, "family"),
        class: textAt(message, "class"),
        about: textAt(message, "info"),
        duration: textAt(message, "duration"),
      },
    },
  ];
}

function reachabilityEvents(message: Message): Event[] | Reading {
  const host = textAt(message, "host");
  if (host === undefined) return missing("host");
  const isReachable = atPath(message, "status.reachable") === true;
  return [
    {
      action: isReachable ? "resolve" : "trigger",
      dedupKey: `reachable/${host}`,
      summary: textAt(message, "message") ?? `${host} is ${isReachable ? "reachable" : "unreachable"}`,
      ...(isReachable ? {} : { severity: "critical" }),
      source: host,
      links: linksOf({ "Netdata Cloud": textAt(message, "url") }),
    },
  ];
}

/** The agent's script takes only 200 for a success. */
function answer(ending: Ending): Answer | undefined {
  if (ending.outcome !== "accepted") return undefined;
  return { status: 200, body: { result: "success", problems: ending.problems } };
}

const setup = `
**The agent, on each node or its parent**

1. Open the configuration: \`sudo /etc/netdata/edit-config health_alarm_notify.conf\`.
2. Set these three lines; the script puts the rest of the address behind the URL itself:

   \`\`\`sh
   SEND_OPSGENIE="YES"
   OPSGENIE_API_URL="{base}"
   OPSGENIE_API_KEY="{key}"
   \`\`\`

3. Try it as the user *netdata*: \`/usr/libexec/netdata/plugins.d/alarm-notify.sh test\`. It sends a warning, a critical alert
   and a clear one, which open and resolve an incident.

**Netdata Cloud (paid plans)**

1. Open *Space settings → Alerts & Notifications → Add configuration* and choose *Webhook*.
2. Paste \`{url}\` as the *Webhook URL*. Netdata Cloud calls only https addresses.
3. Press *Test*. Netdata asks for the token it sent: read it under *Requests* here.

Critical and warning alerts open an incident with that severity, a clear one resolves it. Netdata Cloud does not name the
node in a field of its own, so the same alert of the same chart on several nodes of a space is one incident there. The
agent's messages keep nodes apart.
`.trim();

const disk = {
  host: "db-1",
  unique_id: "1772333970",
  alarmId: 1700000001,
  eventId: 7,
  chart: "disk_space._",
  when: 1772333970,
  name: "disk_space_usage",
  priority: "P1",
  status: "CRITICAL",
  old_status: "WARNING",
  value: 97,
  old_value: 91,
  units: "%",
  info: "is critical, disk / space utilization",
  src: "/usr/lib/netdata/conf.d/health.d/disks.conf",
};
const cloud = {
  message: "db-1: ram in use is critical",
  alert: "ram_in_use",
  info: "system memory utilization",
  chart: "system.ram",
  context: "system.ram",
  space: "example",
  severity: "critical",
  date: "2026-03-01T02:59:30Z",
  alert_url: "https://app.netdata.cloud/spaces/example/alerts/1",
};

export const netdata = defineSource({
  id: "netdata",
  name: "Netdata",
  group: "Monitoring & APM",
  description: "Alerts of Netdata agents and of Netdata Cloud.",
  icon: "netdata",
  payload: message,
  events: eventsOf,
  answer,
  // When the alarm turned to this status.
  occurredAtIs: "own",
  // The agent's script sends each alert once, whatever it is told.
  overLimit: 503,
  setup,
  samples: [
    {
      title: "A disk is almost full, from the agent",
      payload: disk,
      becomes: [
        {
          action: "trigger",
          dedupKey: "db-1/disk_space._/disk_space_usage",
          summary: "disk space usage on db-1: is critical, disk / space utilization",
          severity: "critical",
          source: "db-1",
          occurredAt: "2026-03-01T02:59:30.000Z",
        },
      ],
    },
    {
      title: "The disk has room again",
      payload: { ...disk, status: "CLEAR", old_status: "CRITICAL", value: 60, priority: "P5" },
      becomes: [{ action: "resolve", dedupKey: "db-1/disk_space._/disk_space_usage" }],
    },
    {
      title: "Memory runs out, from Netdata Cloud",
      payload: cloud,
      becomes: [
        {
          action: "trigger",
          dedupKey: "cloud/example/system.ram/ram_in_use",
          summary: "db-1: ram in use is critical",
          severity: "critical",
        },
      ],
    },
    {
      title: "Memory is fine again",
      payload: { ...cloud, severity: "clear", message: "db-1: ram in use recovered" },
      becomes: [{ action: "resolve", dedupKey: "cloud/example/system.ram/ram_in_use" }],
    },
    {
      title: "A node is gone",
      payload: {
        message: "db-1 was unreachable",
        url: "https://app.netdata.cloud/spaces/example/nodes/db-1",
        host: "db-1",
        severity: "critical",
        status: { reachable: false, text: "unreachable" },
      },
      becomes: [{ action: "trigger", dedupKey: "reachable/db-1", severity: "critical", source: "db-1" }],
    },
    { title: "An alert that has no value yet", payload: { ...disk, status: "UNDEFINED" }, becomes: [] },
  ],
});
