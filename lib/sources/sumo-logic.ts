import { z } from "zod";
import type { Action, Severity } from "#db/vocabulary";
import { linksOf } from "#lib/reading/links-of";
import { missing } from "#lib/reading/missing";
import { momentOf } from "#lib/reading/moment-of";
import { isTemplate, renderedAt } from "#lib/reading/rendered-at";
import { defineSource, type Event, type Reading } from "#lib/sources/contract";

const message = z.looseObject({});
type Message = z.output<typeof message>;

const types = new Map<string, { action: Action; severity?: Severity }>([
  ["critical", { action: "trigger", severity: "critical" }],
  ["warning", { action: "trigger", severity: "warning" }],
  ["missingdata", { action: "trigger", severity: "warning" }],
  ["resolvedcritical", { action: "resolve" }],
  ["resolvedwarning", { action: "resolve" }],
  ["resolvedmissingdata", { action: "resolve" }],
  ["resolved", { action: "resolve" }],
  ["normal", { action: "resolve" }],
]);

function eventsOf(message: Message): Event[] | Reading {
  const text = (...paths: string[]) => renderedAt(message, ...paths);
  const name = text("name");
  const id = text("id") ?? name;
  if (id === undefined)
    return isTemplate(message, "id", "name") ? { test: "Somebody sent the template itself." } : missing("id");
  const type = text("trigger_type");
  if (type === undefined) return missing("trigger_type");
  // Sumo Logic writes "MissingData" and "Missing Data".
  const means = types.get(type.toLowerCase().replace(/\s+/g, ""));
  if (!means) return { ignored: `The trigger type is "${type.slice(0, 60)}", which Tocsin does not know.` };
  const group = text("alert_group");
  const title = [name ?? `Sumo Logic monitor ${id}`, group].filter(Boolean).join(" ");
  const about = text("trigger_condition", "description");
  return [
    {
      ...means,
      // It is not verified whether the id is the alert's or the monitor's; with the group it is right in both cases.
      dedupKey: group === undefined ? id : `${id}/${group}`,
      summary: about === undefined ? title : `${title}: ${about}`,
      source: group ?? name,
      occurredAt: momentOf(text("trigger_time")),
      links: linksOf({ Alert: text("alert_url"), Query: text("query_url") }),
      details: {
        monitor: name,
        triggerType: type,
        group,
        condition: text("trigger_condition"),
        value: text("trigger_value"),
        query: text("query"),
        description: text("description"),
      },
    },
  ];
}

const template = `
   {
     "id": "{{Id}}",
     "name": "{{Name}}",
     "trigger_type": "{{TriggerType}}",
     "alert_group": "{{AlertGroup}}",
     "trigger_condition": "{{TriggerCondition}}",
     "trigger_value": "{{TriggerValue}}",
     "trigger_time": "{{TriggerTime}}",
     "description": "{{Description}}",
     "alert_url": "{{AlertResponseURL}}",
     "query_url": "{{QueryURL}}"
   }
`;

const setup = `
1. In Sumo Logic open *Configuration → Monitoring → Connections*, press *+* and choose *Webhook*.
2. Name it \`Tocsin\` and paste \`{url}\` as the *URL*.
3. Paste this as the *Alert Payload* and, the same, as the *Recovery Payload*:

   \`\`\`json${template}   \`\`\`

4. In the monitors you want to be woken by choose this connection under *Notifications*, for *Alert* and for *Recovery* of
   every trigger type.

Critical opens a critical incident, warning and missing data a warning; the recovery resolves it. Each alert group of a
monitor is an incident of its own. Whether \`{{Id}}\` is the same in an alert and in its recovery could not be seen: if
incidents stay open after a recovery, remove that line from both payloads; monitors are then told apart by their names.
`.trim();

const errors = {
  id: "00000000000468D5",
  name: "Errors at checkout",
  trigger_type: "Critical",
  alert_group: "service=checkout",
  trigger_condition: "more than 100 results in 15 minutes",
  trigger_value: "412",
  alert_url: "https://service.example.com/ui/#/alert/00000000000468D5",
};

export const sumoLogic = defineSource({
  id: "sumo-logic",
  name: "Sumo Logic",
  group: "Monitoring & APM",
  description: "Monitors of Sumo Logic, over logs and metrics.",
  icon: "sumologic",
  payload: message,
  events: eventsOf,
  // `{{TriggerTime}}` is when the monitor turned.
  occurredAtIs: "own",
  // It is not known that Sumo Logic waits after a 429.
  overLimit: 503,
  setup,
  samples: [
    {
      title: "A monitor becomes critical",
      payload: errors,
      becomes: [
        {
          action: "trigger",
          dedupKey: "00000000000468D5/service=checkout",
          summary: "Errors at checkout service=checkout: more than 100 results in 15 minutes",
          severity: "critical",
          source: "service=checkout",
        },
      ],
    },
    {
      title: "It recovers",
      payload: { ...errors, trigger_type: "ResolvedCritical" },
      becomes: [{ action: "resolve", dedupKey: "00000000000468D5/service=checkout" }],
    },
    {
      title: "The template itself",
      payload: { id: "{{Id}}", name: "{{Name}}", trigger_type: "{{TriggerType}}" },
      becomes: [],
    },
  ],
});
