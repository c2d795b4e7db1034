import { z } from "zod";
import type { Severity } from "#db/vocabulary";
import { gather, type Part } from "#lib/reading/gather";
import { linksOf } from "#lib/reading/links-of";
import { momentOf } from "#lib/reading/moment-of";
import { textAt } from "#lib/reading/text-at";
import { type Notice, readHit, readIssue, readNotice, subjectOf } from "#lib/reading/wallarm-notice";
import { defineSource, type Event, type Reading } from "#lib/sources/contract";

const notice = z.looseObject({});
// A list, or one object where the lines of NDJSON are only one.
const message = z.union([z.array(z.unknown()), notice], { error: "should be a list of objects" });
const config = z.object({
  blockedHits: z.enum(["warning", "info", "ignore"]).default("warning").meta({
    label: "Blocked hits",
    hint: "What a hit is that Wallarm blocked: a warning like others, less, or nothing.",
  }),
});

type Config = z.output<typeof config>;

function eventsOf(message: unknown, config: Config): Reading {
  const list = Array.isArray(message) ? message : [message];
  if (list.length === 0) return { ignored: "The list carries no messages." };
  return gather(list.map((element, at) => readPart(element, Array.isArray(message) ? String(at) : "", config)));
}

function readPart(element: unknown, path: string, config: Config): Part<Event> {
  const notice = readNotice(element);
  const unknown = {
    problem: { path, message: "should be a message of Wallarm: an object with a summary and details" },
  };
  if (!notice) return unknown;
  if (notice.isTest) return { test: "This is a test message of Wallarm." };
  const event = isAbout(notice, hitTypes)
    ? hitEvent(notice, config)
    : isAbout(notice, issueTypes)
      ? issueEvent(notice)
      : noticeEvent(notice);
  if (event === "ignore") return { ignored: "Wallarm blocked the request, and this integration ignores blocked hits." };
  return event ? { event } : unknown;
}

const hitTypes = /^new_hits?$/;
const issueTypes = /^(vuln|security_issue)(_(critical|high|medium|low|info))?$/;
const isAbout = ({ type }: Notice, types: RegExp): boolean => types.test(type);

function hitEvent(notice: Notice, { blockedHits }: Config): Event | "ignore" | undefined {
  const hit = readHit(notice);
  if (hit?.isBlocked && blockedHits === "ignore") return "ignore";
  return (
    hit && {
      action: "trigger",
      dedupKey: hit.key,
      summary: hit.summary,
      severity: hit.isBlocked && blockedHits === "info" ? "info" : "warning",
      source: hit.host ?? "Wallarm",
      occurredAt: momentOf(hit.at),
      details: detailsOf(notice),
    }
  );
}

function issueEvent(notice: Notice): Event | undefined {
  const issue = readIssue(notice);
  return (
    issue && {
      action: "trigger",
      dedupKey: issue.key,
      summary: issue.summary,
      severity: issue.severity,
      source: issue.host ?? "Wallarm",
      links: linksOf({ Wallarm: issue.href }),
      details: detailsOf(notice),
    }
  );
}

const severities: Record<string, Severity> = {
  incidents_exceeded: "critical",
  attacks_exceeded: "warning",
  hits_exceeded: "warning",
  compromised_logins: "error",
  // Wallarm gave up on an integration: nobody is told through it any more.
  integration_broken: "warning",
};

function noticeEvent(notice: Notice): Event {
  const { type, summary, description, details } = notice;
  const subject = subjectOf(notice);
  const about = textAt(details, "trigger_name", "ip", "email", "endpoint_path", "name");
  return {
    action: "trigger",
    dedupKey: `${type}:${subject}`,
    summary: `${summary ?? type.replaceAll("_", " ")}${about && !summary?.includes(about) ? ` (${about})` : ""}`,
    severity: Object.hasOwn(severities, type) ? severities[type] : "info",
    source: textAt(details, "application", "application_name", "client_name") ?? "Wallarm",
    links: linksOf({ Wallarm: textAt(details, "link") ?? addressIn(description) }),
    details: detailsOf(notice),
  };
}

const addressIn = (description: string | undefined): string | undefined =>
  /https?:\/\/\S{1,2000}/.exec(description ?? "")?.[0];

function detailsOf({ type, description, details }: Notice): Event["details"] {
  return { ...notice.safeParse(details).data, notification_type: type, ...(description && { description }) };
}

const setup = `
1. In Wallarm Console open *Settings → Integrations* and add an integration of the kind *Webhook*.
2. Set *Webhook URL* to \`{url}\`. POST and PUT, JSON array and NDJSON are all understood.
3. Choose the events: *Hits detected*, *System related*, *Security issues detected* (in older consoles *Vulnerabilities
   detected* and *Scope changed*), *Rules and triggers changed*.
4. Press *Test integration*. What arrives is shown here as tests. Press *Add integration*.
5. In *Triggers*, choose this integration as the reaction of the triggers you want to be told of.

Hits of one kind from one address on one host are one incident. An issue's risk sets its severity: critical, high (error),
medium (warning), low and info. An exceeded number of incidents is critical, of attacks a warning; what people change is
info. Wallarm never says that anything is over, so resolve these incidents yourself. It does not sign its requests: the URL
is the secret. Wallarm turns off an integration whose requests fail too often. Its tests are told by the
\`[Test message]\` at the beginning of their text.
`.trim();

const envelope = { client_name: "Acme", cloud: "EU" };
const hit = {
  host: "shop.example.com",
  path: "/search",
  method: "GET",
  payloads: ["'or 1=1--"],
  remote_addr4: "203.0.113.7",
  remote_addr6: null,
  request_time: 1772333970,
  response_status: 404,
  type: "sqli",
  block_status: "monitored",
  object_type: "hit",
};
const vulnerability = {
  summary: "New vulnerability identified",
  title: 'Missing "Strict-Transport-Security" header',
  source: "203.0.113.9:443",
  type: "Info",
  domain: "www.example.com",
  threat: "Low",
  link: "https://wallarm.example.com/object/282157",
};

export const wallarm = defineSource({
  id: "wallarm",
  name: "Wallarm",
  group: "Security",
  description: "Attacks, vulnerabilities, and what changes in your Wallarm account.",
  payload: message,
  config,
  events: eventsOf,
  // When this hit, or this change, was seen.
  occurredAtIs: "own",
  // Wallarm tries again after any answer but 2xx, and turns the integration off when too many fail.
  overLimit: 503,
  resendsRefused: true,
  setup,
  samples: [
    {
      title: "A hit is detected",
      payload: [
        { summary: "[Wallarm] New hit detected", details: { ...envelope, notification_type: "new_hits", hit } },
      ],
      becomes: [
        {
          action: "trigger",
          dedupKey: "new_hits:shop.example.com:sqli:203.0.113.7",
          summary: "sqli attack on shop.example.com/search from 203.0.113.7 (monitored)",
          severity: "warning",
          source: "shop.example.com",
          occurredAt: "2026-03-01T02:59:30.000Z",
        },
      ],
    },
    {
      title: "A vulnerability, in the older shape",
      payload: [vulnerability],
      becomes: [
        {
          action: "trigger",
          dedupKey: "issue:https://wallarm.example.com/object/282157",
          summary: 'Low risk: Missing "Strict-Transport-Security" header (www.example.com)',
          severity: "info",
        },
      ],
    },
    {
      title: "More incidents than a trigger allows",
      payload: [
        {
          summary: "[Wallarm] Trigger: The number of incidents exceeded the threshold",
          description:
            'Notification type: incidents_exceeded\n\nThe number of detected incidents exceeded 1 in 1 second.\nThis notification was triggered by the "Notification about incidents" trigger.\n\nView events:\nhttps://wallarm.example.com/attacks?q=incidents\n\nClient: Acme\nCloud: EU',
          details: {
            ...envelope,
            notification_type: "incidents_exceeded",
            trigger_name: "Notification about incidents",
          },
        },
      ],
      becomes: [
        {
          action: "trigger",
          dedupKey: "incidents_exceeded:Notification about incidents",
          summary: "Trigger: The number of incidents exceeded the threshold (Notification about incidents)",
          severity: "critical",
          links: [{ href: "https://wallarm.example.com/attacks?q=incidents", text: "Wallarm" }],
        },
      ],
    },
    {
      title: "Somebody presses Test integration",
      payload: [
        {
          summary: "[Test message] [Test partner(US)] New vulnerability detected",
          details: { ...envelope, notification_type: "vuln", vuln: vulnerability },
        },
      ],
      becomes: [],
    },
  ],
});
