import { z } from "zod";
import type { Action, Severity } from "#db/vocabulary";
import { linksOf } from "#lib/reading/links-of";
import { missing } from "#lib/reading/missing";
import { momentOf } from "#lib/reading/moment-of";
import { isTemplate, renderedAt } from "#lib/reading/rendered-at";
import { severityOf } from "#lib/reading/severity-of";
import { withoutHtml } from "#lib/reading/without-html";
import { defineSource, type Event, type Reading } from "#lib/sources/contract";

const message = z.record(z.string(), z.unknown());

type Message = z.output<typeof message>;

/** Where the template of the setup steps has it, and where other widely used templates do. */
const places = {
  type: ["event.eventType", "eventType", "event_type"],
  incident: ["event.incidentId", "event.incident.id", "incidentId", "incident_id"],
  name: ["event.displayName", "displayName", "event_name"],
  summary: ["event.summaryMessage", "summaryMessage", "summary"],
  message: ["event.eventMessage", "eventMessage", "event_message"],
  severity: ["event.severity", "severity"],
  application: ["event.application", "event.application.name", "application", "app_name"],
  tier: ["event.tier", "event.tier.name", "tier", "tier_name"],
  node: ["event.node", "event.node.name", "node", "node_name"],
  healthRule: ["event.healthRule", "event.healthRule.name", "healthRule", "health_rule_name"],
  policy: ["policy", "policy.name", "policy_name"],
  time: ["event.eventTime", "eventTime", "event_time"],
  link: ["event.deepLink", "deepLink", "event_deep_link"],
};

type Place = keyof typeof places;

const told = (message: Message, place: Place): string | undefined => renderedAt(message, ...places[place]);

function eventsOf(message: Message): Reading {
  if (message.service_key !== undefined) return readExtension(message);
  if (isTemplate(message, ...places.type, ...places.incident, ...places.application))
    return { test: "The template was sent as it is, with no event behind it." };
  const type = told(message, "type")?.toUpperCase();
  if (!type) return missing("event.eventType", "the type of the event");
  const key = keyOf(message, type);
  if (!key) return missing("event.incidentId", "the id of the violation, or its application");
  return { events: [eventOf(message, key, turnOf(type))], problems: [] };
}

function keyOf(message: Message, type: string): string | undefined {
  const incident = told(message, "incident");
  if (incident) return incident;
  const where = [told(message, "application"), told(message, "healthRule"), told(message, "node")];
  if (where.every((part) => part === undefined)) return undefined;
  // Opening and closing a violation have different types, so only other events are told apart by theirs.
  const [application = "", rule = isOfPolicy(type) ? "" : type, node = ""] = where;
  return `${application}/${rule}/${node}`;
}

type Turn = { action: Action; severity?: Severity };

const isOfPolicy = (type: string): boolean => type.startsWith("POLICY_");

function turnOf(type: string): Turn {
  if (type === "POLICY_UPGRADED") return { action: "trigger", severity: "critical" };
  if (type === "POLICY_DOWNGRADED") return { action: "trigger", severity: "warning" };
  const [, turn, level] = /^POLICY_(OPEN|CONTINUES|CLOSE|CANCELED)(?:_(CRITICAL|WARNING))?$/.exec(type) ?? [];
  if (turn === "CLOSE" || turn === "CANCELED") return { action: "resolve" };
  return { action: "trigger", severity: severityOf(level) };
}

function eventOf(message: Message, key: string, turn: Turn): Event {
  const isOver = turn.action === "resolve";
  const where = [told(message, "application"), told(message, "node")].filter(Boolean).join("/");
  return {
    action: turn.action,
    dedupKey: key,
    summary: summaryOf(message) ?? `AppDynamics event ${key}`,
    severity: isOver ? undefined : (turn.severity ?? severityOf(told(message, "severity"))),
    source: where || "AppDynamics",
    occurredAt: timeOf(told(message, "time")),
    links: linksOf({ AppDynamics: told(message, "link") }),
    details: {
      eventType: told(message, "type"),
      healthRule: told(message, "healthRule"),
      policy: told(message, "policy"),
      application: told(message, "application"),
      tier: told(message, "tier"),
      node: told(message, "node"),
      message: told(message, "message"),
    },
  };
}

function summaryOf(message: Message): string | undefined {
  const text = withoutHtml(told(message, "summary") ?? "");
  if (text !== "") return text;
  const name = told(message, "name");
  const rule = told(message, "healthRule");
  return name && rule ? `${name}: ${rule}` : (name ?? rule);
}

/** AppDynamics writes its times as Java does: "Sun Mar 01 02:59:30 UTC 2026". */
function timeOf(text: string | undefined): string | undefined {
  const [, month, day, time, year] = javaDate.exec(text ?? "") ?? [];
  if (!month) return momentOf(text);
  const at = new Date(`${day} ${month} ${year} ${time} UTC`);
  return Number.isNaN(at.getTime()) ? undefined : momentOf(at.toISOString());
}

const javaDate = /^[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d{1,2}) (\d\d:\d\d:\d\d) (?:UTC|GMT) (\d{4})$/;

const extensionActions = new Map<string, Action>([
  ["trigger", "trigger"],
  ["acknowledge", "acknowledge"],
  ["resolve", "resolve"],
]);

/** AppDynamics' PagerDuty extension speaks the first version of the Events API. */
function readExtension(message: Message): Reading {
  const said = renderedAt(message, "event_type")?.toLowerCase() ?? "";
  const action = extensionActions.get(said);
  const key = renderedAt(message, "incident_key");
  const summary = renderedAt(message, "description");
  if (!action) return missing("event_type", "trigger, acknowledge or resolve");
  if (action === "trigger" ? !summary : !key)
    return missing(action === "trigger" ? "description" : "incident_key", "text");
  const event: Event = {
    action,
    dedupKey: key,
    summary: summary && withoutHtml(summary),
    source: renderedAt(message, "client") ?? "AppDynamics",
    links: linksOf({ AppDynamics: renderedAt(message, "client_url") }),
    details: { details: message.details },
  };
  return { events: [event], problems: [] };
}

const setup = `
1. In AppDynamics open *Alert & Respond → HTTP Request Templates* and press *New*.
2. Name it \`Tocsin\`; under *Request URL* choose the method *POST* and paste the *Raw URL*:

   \`\`\`text
   {url}
   \`\`\`

3. Under *Payload* choose the MIME type *application/json* and paste this template:

   \`\`\`text
   {
     "event": {
       "eventType": "\${latestEvent.eventType}",
       "id": "\${latestEvent.id}",
       "guid": "\${latestEvent.guid}",
       "incidentId": "\${latestEvent.incident.id}",
       "displayName": "\${latestEvent.displayName}",
       "summaryMessage": "\${latestEvent.summaryMessage}",
       "severity": "\${latestEvent.severity}",
       "application": "\${latestEvent.application.name}",
       "tier": "\${latestEvent.tier.name}",
       "node": "\${latestEvent.node.name}",
       "healthRule": "\${latestEvent.healthRule.name}",
       "eventTime": "\${latestEvent.eventTime}",
       "deepLink": "\${latestEvent.deepLink}"
     },
     "policy": "\${policy.name}"
   }
   \`\`\`

4. If you add success criteria under *Response Handling Criteria*, enter the status code *202*. Under *Settings* tick
   *One Request Per Event*. Save.
5. Open *Alert & Respond → Actions* and create an action *Make an HTTP Request* with this template.
6. Open *Alert & Respond → Policies*, add the action to your policies, and select as trigger all *Health Rule Violation*
   events: started, continues, upgraded, downgraded, ended and canceled. Without the last two nothing is ever resolved.

A violation is the incident, *critical* or *warning* as AppDynamics says. Other events, such as application errors, never
resolve themselves. AppDynamics does not sign its requests, so the URL is the secret: give it to nobody else.
`.trim();

const event = {
  id: "33021165",
  guid: "a35260de-34ff-476f-bcb9-c44fd1afd913",
  incidentId: "70646",
  severity: "ERROR",
  application: "Shop",
  tier: "Web",
  node: "web-1",
  healthRule: "Response time",
  deepLink: "https://example.saas.appdynamics.com/#location=APP_EVENT_VIEWER_MODAL&eventSummary=33021165",
};

export const appdynamics = defineSource({
  id: "appdynamics",
  name: "AppDynamics",
  group: "Monitoring & APM",
  description: "Health rule violations and other events of AppDynamics' policies.",
  payload: message,
  events: eventsOf,
  // An event's own time: opened, continues and closed each have another.
  occurredAtIs: "own",
  // Not known what AppDynamics does after a 429; a 5xx is what senders commonly try again after.
  overLimit: 503,
  setup,
  samples: [
    {
      title: "A health rule is violated",
      payload: {
        event: {
          ...event,
          eventType: "POLICY_OPEN_CRITICAL",
          displayName: "New Critical Health Rule Violation",
          summaryMessage: "AppDynamics has detected a problem with <b>Shop</b>.<br>Response time is 4 s",
          eventTime: "Sun Mar 01 02:59:30 UTC 2026",
        },
        policy: "Wake the shop team",
      },
      becomes: [
        {
          action: "trigger",
          dedupKey: "70646",
          summary: "AppDynamics has detected a problem with Shop. Response time is 4 s",
          severity: "critical",
          source: "Shop/web-1",
          occurredAt: "2026-03-01T02:59:30.000Z",
        },
      ],
    },
    {
      title: "The violation ends",
      payload: {
        event: {
          ...event,
          eventType: "POLICY_CLOSE_CRITICAL",
          displayName: "Ended Critical Health Rule Violation",
          summaryMessage: "AppDynamics has detected that the problem with <b>Shop</b> is over",
          eventTime: "Sun Mar 01 03:20:00 UTC 2026",
        },
        policy: "Wake the shop team",
      },
      becomes: [{ action: "resolve", dedupKey: "70646", occurredAt: "2026-03-01T03:20:00.000Z" }],
    },
  ],
});
