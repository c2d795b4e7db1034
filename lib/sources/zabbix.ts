import { z } from "zod";
import type { Action, Severity } from "#db/vocabulary";
import { linksOf } from "#lib/reading/links-of";
import { missing } from "#lib/reading/missing";
import { momentOf } from "#lib/reading/moment-of";
import { isTemplate, renderedAt } from "#lib/reading/rendered-at";
import { severityOf } from "#lib/reading/severity-of";
import { defineSource, type Event, type Reading } from "#lib/sources/contract";

const message = z.looseObject({});
type Message = z.output<typeof message>;

const idPaths = ["event_id", "eventid", "eventId"];

function eventsOf(message: Message): Event[] | Reading {
  const text = (...paths: string[]) => filledAt(message, ...paths);
  const id = text(...idPaths);
  if (id === undefined)
    return isTemplate(message, ...idPaths)
      ? { test: "Zabbix sent the macros themselves, as its Test button does." }
      : missing("event_id");
  if (["1", "2"].includes(text("event_source") ?? ""))
    return { ignored: "Zabbix discovered or registered something, which opens no incident." };
  const action = actionOf(message);
  if (typeof action !== "string") return action;
  const host = text("host_name", "host", "hostname");
  return [
    {
      action,
      dedupKey: id,
      summary: summaryOf(text("event_name", "trigger_name", "alert_subject"), host, id),
      severity: severityAt(message),
      source: host ?? text("host_ip"),
      occurredAt: momentOf(text("event_timestamp")),
      links: linksOf({ Zabbix: problemUrl(text("zabbix_url"), text("trigger_id"), id), Details: text("trigger_url") }),
      details: {
        severity: text("event_severity", "trigger_severity"),
        opdata: text("event_opdata"),
        hostIp: text("host_ip"),
        hostGroups: text("host_groups", "trigger_hostgroup_name"),
        tags: text("event_tags"),
        time: text("event_time"),
        update: text("event_update_action"),
        updateBy: text("user_fullname"),
        updateMessage: text("event_update_message"),
      },
    },
  ];
}

/** A macro Zabbix could not fill in is written *UNKNOWN*. */
function filledAt(message: Message, ...paths: string[]): string | undefined {
  return paths.map((path) => renderedAt(message, path)).find((text) => text !== undefined && text !== "*UNKNOWN*");
}

function actionOf(message: Message): Action | { ignored: string } {
  if (filledAt(message, "event_update_status") === "1") return actionOfUpdate(message);
  const value = filledAt(message, "event_value", "value");
  if (value === undefined || ["1", "problem"].includes(value.toLowerCase())) return "trigger";
  if (["0", "ok", "resolved"].includes(value.toLowerCase())) return "resolve";
  return { ignored: `The event's value is "${value.slice(0, 60)}", which is neither a problem nor its end.` };
}

function actionOfUpdate(message: Message): Action | { ignored: string } {
  const done = filledAt(message, "event_update_action")?.toLowerCase() ?? "";
  if (/\backnowledged\b/.test(done)) return "acknowledge";
  if (/\bunacknowledged\b|\bseverity\b/.test(done)) return "trigger";
  if (done === "" && filledAt(message, "event_ack_status")?.toLowerCase() === "yes") return "acknowledge";
  return { ignored: "Somebody wrote to the problem in Zabbix, which changes nothing here." };
}

function summaryOf(name: string | undefined, host: string | undefined, id: string): string {
  if (name === undefined) return host === undefined ? `Zabbix problem ${id}` : `Zabbix problem on ${host}`;
  return host === undefined || name.includes(host) ? name : `${host}: ${name}`;
}

const severityByNumber: Record<string, Severity> = {
  5: "critical",
  4: "error",
  3: "warning",
  2: "warning",
  1: "info",
  0: "info",
};

function severityAt(message: Message): Severity | undefined {
  const number = filledAt(message, "event_nseverity", "trigger_nseverity");
  if (number !== undefined && Object.hasOwn(severityByNumber, number)) return severityByNumber[number];
  // The number says 3 for it, and so does this table; the common words would say error.
  return severityOf(filledAt(message, "event_severity", "trigger_severity"), {
    average: "warning",
    "not classified": "info",
  });
}

function problemUrl(base: string | undefined, trigger: string | undefined, event: string): string | undefined {
  if (!base || !trigger || !/^\d+$/.test(trigger) || !/^\d+$/.test(event)) return undefined;
  return `${base.replace(/\/+$/, "")}/tr_events.php?triggerid=${trigger}&eventid=${event}`;
}

const setup = `
1. Save this as \`tocsin.yaml\`:

   \`\`\`yaml
   zabbix_export:
     version: '6.0'
     media_types:
       - name: Tocsin
         type: WEBHOOK
         parameters:
           - { name: url, value: '{url}' }
           - { name: event_id, value: '{EVENT.ID}' }
           - { name: event_source, value: '{EVENT.SOURCE}' }
           - { name: event_value, value: '{EVENT.VALUE}' }
           - { name: event_name, value: '{EVENT.NAME}' }
           - { name: event_nseverity, value: '{EVENT.NSEVERITY}' }
           - { name: event_severity, value: '{EVENT.SEVERITY}' }
           - { name: event_opdata, value: '{EVENT.OPDATA}' }
           - { name: event_tags, value: '{EVENT.TAGS}' }
           - { name: event_update_status, value: '{EVENT.UPDATE.STATUS}' }
           - { name: event_update_action, value: '{EVENT.UPDATE.ACTION}' }
           - { name: event_update_message, value: '{EVENT.UPDATE.MESSAGE}' }
           - { name: user_fullname, value: '{USER.FULLNAME}' }
           - { name: host_name, value: '{HOST.NAME}' }
           - { name: host_ip, value: '{HOST.IP}' }
           - { name: trigger_id, value: '{TRIGGER.ID}' }
           - { name: trigger_url, value: '{TRIGGER.URL}' }
           - { name: zabbix_url, value: '{$ZABBIX.URL}' }
         script: |
           var sent = JSON.parse(value), url = sent.url, request = new HttpRequest();
           delete sent.url;
           request.addHeader('Content-Type: application/json');
           var answer = request.post(url, JSON.stringify(sent)), status = request.getStatus();
           if (status < 200 || status > 299) throw 'Tocsin answered ' + status + ': ' + answer;
           return 'OK';
         message_templates:
           - { event_source: TRIGGERS, operation_mode: PROBLEM, subject: Problem, message: '{EVENT.NAME}' }
           - { event_source: TRIGGERS, operation_mode: RECOVERY, subject: Resolved, message: '{EVENT.NAME}' }
           - { event_source: TRIGGERS, operation_mode: UPDATE, subject: Updated, message: '{EVENT.NAME}' }
   \`\`\`

2. In Zabbix open *Alerts → Media types* (before 6.4 *Administration → Media types*), press *Import* and choose the file.
3. Under *Users → Users* give a user the media *Tocsin*. *Send to* can be any text.
4. Under *Alerts → Actions → Trigger actions* let an action send to that user by *Tocsin*: in its operations, its recovery
   operations and its update operations.
5. Set the macro \`{$ZABBIX.URL}\` under *Administration → Macros* to the address of Zabbix: incidents then link to the
   problem.

A problem opens an incident, its recovery resolves it, acknowledging it in Zabbix acknowledges it. Disaster is critical,
high is an error, average and warning are warnings. Zabbix before 6.0 does not read this file.
`.trim();

const problem = {
  event_id: "4711",
  event_source: "0",
  event_value: "1",
  event_name: "High CPU utilization (over 90% for 5m)",
  event_nseverity: "4",
  event_severity: "High",
  event_update_status: "0",
  event_tags: "component:cpu, scope:performance",
  host_name: "web-01",
  host_ip: "192.0.2.10",
  trigger_id: "23251",
  zabbix_url: "https://zabbix.example.com/",
};

export const zabbix = defineSource({
  id: "zabbix",
  name: "Zabbix",
  group: "Monitoring & APM",
  description: "Problems of Zabbix, by a media type of your own.",
  payload: message,
  events: eventsOf,
  // `{EVENT.TIME}`: each problem is an event of its own.
  occurredAtIs: "own",
  // The script throws on every status that is no success, and Zabbix then tries again, as the media type says.
  overLimit: 429,
  setup,
  samples: [
    {
      title: "A server is short of CPU",
      payload: problem,
      becomes: [
        {
          action: "trigger",
          dedupKey: "4711",
          summary: "web-01: High CPU utilization (over 90% for 5m)",
          severity: "error",
          source: "web-01",
          links: [{ href: "https://zabbix.example.com/tr_events.php?triggerid=23251&eventid=4711", text: "Zabbix" }],
        },
      ],
    },
    {
      title: "Somebody acknowledges it in Zabbix",
      payload: {
        ...problem,
        event_update_status: "1",
        event_update_action: "acknowledged, commented",
        event_update_message: "On it",
        user_fullname: "Bob",
      },
      becomes: [{ action: "acknowledge", dedupKey: "4711" }],
    },
    {
      title: "The CPU is fine again",
      payload: { ...problem, event_value: "0" },
      becomes: [{ action: "resolve", dedupKey: "4711" }],
    },
    {
      title: "The Test button of the media type",
      payload: { event_id: "{EVENT.ID}", event_value: "{EVENT.VALUE}", event_name: "{EVENT.NAME}" },
      becomes: [],
    },
  ],
});
