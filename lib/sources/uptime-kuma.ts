import { z } from "zod";
import type { Action, Severity } from "#db/vocabulary";
import { atPath } from "#lib/reading/at-path";
import { digestOf } from "#lib/reading/digest-of";
import { linksOf } from "#lib/reading/links-of";
import { missing } from "#lib/reading/missing";
import { momentOf } from "#lib/reading/moment-of";
import { severityOf } from "#lib/reading/severity-of";
import { textAt } from "#lib/reading/text-at";
import { textOf } from "#lib/reading/text-of";
import { defineSource, type Event, type Reading } from "#lib/sources/contract";

// Sent with GET, what is absent can come as the text "null".
const absent = z.literal("null").transform(() => null);
const part = z.union([z.looseObject({}), absent], { error: "should be an object" }).nullish();

const message = z.looseObject({ heartbeat: part, monitor: part, msg: z.unknown().optional() });

type Message = z.output<typeof message>;

function eventsOf(message: Message): Event[] | Reading {
  if (message.heartbeat) return beatEvents(message);
  const text = textOf(message.msg);
  if (text === undefined) return missing("heartbeat", "an object");
  if (/ Testing$/.test(text)) return { test: "Somebody pressed Test in Uptime Kuma." };
  return [expiryEvent(text)];
}

const actions: Record<string, Action> = { "0": "trigger", "1": "resolve" };
const quiet: Record<string, string> = {
  "2": "The monitor tries again before it is called down.",
  "3": "The monitor is under maintenance.",
};

function beatEvents(message: Message): Event[] | Reading {
  const id = textAt(message, "heartbeat.monitorID", "heartbeat.monitor_id", "monitor.id");
  const status = textAt(message, "heartbeat.status");
  if (status === undefined) return missing("heartbeat.status", "a number");
  if (Object.hasOwn(quiet, status)) return { ignored: quiet[status] ?? "" };
  if (id === undefined) return missing("heartbeat.monitorID", "a number");
  const action = Object.hasOwn(actions, status) ? actions[status] : undefined;
  return action ? [beatEvent(message, id, action)] : { ignored: `The status ${status.slice(0, 60)} is not known.` };
}

function beatEvent(message: Message, id: string, action: Action): Event {
  const name = textAt(message, "monitor.pathName", "monitor.name") ?? `Monitor ${id}`;
  const said = textAt(message, "heartbeat.msg");
  return {
    action,
    dedupKey: id,
    summary: `${name} is ${action === "trigger" ? "Down" : "Up"}${said ? `: ${said}` : ""}`,
    severity: severityOf(taggedSeverity(message)) ?? "critical",
    source: addressOf(message) ?? textAt(message, "monitor.hostname") ?? name,
    // Uptime Kuma writes it in UTC, without a zone.
    occurredAt: momentOf(textAt(message, "heartbeat.time")),
    links: linksOf({ "What is monitored": addressOf(message) }),
    details: {
      monitor: name,
      type: textAt(message, "monitor.type"),
      ping: atPath(message, "heartbeat.ping") ?? undefined,
      downFor: textAt(message, "heartbeat.duration"),
      description: textAt(message, "monitor.description"),
    },
  };
}

// A monitor that has no address has an empty "https://".
function addressOf(message: Message): string | undefined {
  const address = textAt(message, "monitor.url");
  return address === "https://" || address === "http://" ? undefined : address;
}

function taggedSeverity(message: Message): string | undefined {
  const tags = atPath(message, "monitor.tags");
  const tag = Array.isArray(tags) ? tags.find((tag) => textAt(tag, "name")?.toLowerCase() === "severity") : undefined;
  return textAt(tag, "value");
}

// A certificate or a domain that will expire: only a text, with fewer days in it each time.
function expiryEvent(text: string): Event {
  const masked = text.replace(/\d+/g, "#");
  const severity: Severity = "warning";
  return { action: "trigger", dedupKey: digestOf(masked), summary: text, severity, details: { msg: text } };
}

const setup = `
1. In Uptime Kuma open *Settings → Notifications* and press *Setup Notification*.
2. Choose the type *Webhook*.
3. Set *Post URL* to \`{url}\`, and leave the method POST and the *Request Body* \`Preset - application/json\`.
4. Press *Test*. It appears here as a test. Press *Save*.
5. Switch it on for the monitors you want to be told of, or for all with *Apply on all existing monitors*.

A monitor that goes down opens a critical incident, and it is resolved when the monitor is up. Give a monitor a tag named
\`severity\` with the value \`error\`, \`warning\` or \`info\` to make it less. A certificate that will expire is a
warning nobody resolves but you. Uptime Kuma does not send again what could not be delivered, so let it repeat: *Resend
Notification if Down X times consecutively* of the monitor.
`.trim();

const monitor = {
  id: 12,
  name: "Shop",
  pathName: "Production / Shop",
  type: "http",
  url: "https://shop.example.com",
  hostname: null,
  tags: [{ name: "team", value: "web" }],
};
const beat = { monitorID: 12, important: true, duration: 60, timezone: "UTC" };

export const uptimeKuma = defineSource({
  id: "uptime-kuma",
  name: "Uptime Kuma",
  group: "Uptime monitoring",
  description: "Monitors of your own Uptime Kuma that go down and come back.",
  icon: "uptimekuma",
  payload: message,
  events: eventsOf,
  // A heartbeat's time is that of its own check.
  occurredAtIs: "own",
  // Uptime Kuma only writes an error down and never sends again.
  overLimit: 503,
  setup,
  samples: [
    {
      title: "A monitor goes down",
      payload: {
        heartbeat: { ...beat, status: 0, time: "2026-03-01 02:59:30.123", msg: "connect ECONNREFUSED", ping: null },
        monitor,
        msg: "[Shop] [🔴 Down] connect ECONNREFUSED",
      },
      becomes: [
        {
          action: "trigger",
          dedupKey: "12",
          summary: "Production / Shop is Down: connect ECONNREFUSED",
          severity: "critical",
          source: "https://shop.example.com",
          occurredAt: "2026-03-01T02:59:30.123Z",
        },
      ],
    },
    {
      title: "The monitor is up again",
      payload: {
        heartbeat: { ...beat, status: 1, time: "2026-03-01 03:20:00.000", msg: "200 - OK", ping: 84 },
        monitor,
        msg: "[Shop] [✅ Up] 200 - OK",
      },
      becomes: [{ action: "resolve", dedupKey: "12" }],
    },
    {
      title: "A certificate will expire",
      payload: {
        heartbeat: null,
        monitor: null,
        msg: "[Shop][https://shop.example.com] server certificate shop.example.com will expire in 7 days",
      },
      becomes: [{ action: "trigger", severity: "warning" }],
    },
    {
      title: "Somebody presses Test",
      payload: { heartbeat: null, monitor: null, msg: "Tocsin Testing" },
      becomes: [],
    },
  ],
});
