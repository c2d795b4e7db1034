import { z } from "zod";
import type { Action, Severity } from "#db/vocabulary";
import { linksOf } from "#lib/reading/links-of";
import { missing } from "#lib/reading/missing";
import { momentOf } from "#lib/reading/moment-of";
import { textAt } from "#lib/reading/text-at";
import { defineSource, type Event, type Reading } from "#lib/sources/contract";

const message = z.looseObject({});
type Message = z.output<typeof message>;

// The codes and names of an installation as it comes, not verified; an installation may have its own.
const states = new Map<string, Action>([
  ["1", "trigger"],
  ["new", "trigger"],
  ["2", "acknowledge"],
  ["in progress", "acknowledge"],
  ["3", "acknowledge"],
  ["on hold", "acknowledge"],
  ["6", "resolve"],
  ["resolved", "resolve"],
  ["7", "resolve"],
  ["closed", "resolve"],
  ["8", "resolve"],
  ["canceled", "resolve"],
]);

const severities = new Map<string, Severity>([
  ["1", "critical"],
  ["2", "error"],
  ["3", "warning"],
  ["4", "info"],
  ["5", "info"],
]);

function eventsOf(message: Message): Event[] | Reading {
  const id = textAt(message, "sys_id");
  if (id === undefined) return missing("sys_id");
  const state = textAt(message, "state");
  if (state === undefined) return missing("state");
  const action = states.get(state.toLowerCase());
  if (!action) return { ignored: `The state "${state.slice(0, 60)}" neither opens nor ends trouble.` };
  const number = textAt(message, "number");
  // "1 - Critical" and "1" are the same priority.
  const [priority = ""] = textAt(message, "priority")?.split(" ", 1) ?? [];
  return [
    {
      action,
      dedupKey: id,
      summary: [number, textAt(message, "short_description")].filter(Boolean).join(": ") || `ServiceNow incident ${id}`,
      severity: severities.get(priority),
      source: textAt(message, "cmdb_ci", "business_service"),
      occurredAt: momentOf(textAt(message, "updated_on", "sys_updated_on")),
      links: linksOf({ ServiceNow: textAt(message, "url") }),
      details: {
        number,
        state,
        priority: textAt(message, "priority"),
        group: textAt(message, "assignment_group"),
        assignedTo: textAt(message, "assigned_to"),
        caller: textAt(message, "caller_id"),
      },
    },
  ];
}

const setup = `
1. In ServiceNow open *System Definition → Business Rules* and press *New*.
2. Name it \`Tocsin\`, table *Incident*, tick *Active* and *Advanced*.
3. Under *When to run* choose *async*, tick *Insert* and *Update*, and set a filter for the incidents that should wake
   somebody, for example *Priority is 1 - Critical*.
4. Paste this under *Advanced*:

   \`\`\`js
   (function executeRule(current, previous) {
     var request = new sn_ws.RESTMessageV2();
     request.setHttpMethod('post');
     request.setEndpoint('{url}');
     request.setRequestHeader('Content-Type', 'application/json');
     request.setRequestBody(JSON.stringify({
       sys_id: current.getUniqueValue(),
       number: current.getValue('number'),
       state: current.getValue('state'),
       priority: current.getValue('priority'),
       short_description: current.getValue('short_description'),
       cmdb_ci: current.getDisplayValue('cmdb_ci'),
       assignment_group: current.getDisplayValue('assignment_group'),
       assigned_to: current.getDisplayValue('assigned_to'),
       updated_on: current.getValue('sys_updated_on'),
       url: gs.getProperty('glide.servlet.uri') + current.getLink(true)
     }));
     request.execute();
   })(current, previous);
   \`\`\`

5. Press *Submit*, then open an incident in ServiceNow that fits the filter: it appears here within a minute.

A new incident opens one here, in progress and on hold acknowledge it; resolved, closed and canceled resolve it. Priority 1
is critical, 2 an error, 3 a warning. The codes of the states are those of an installation as it comes (1, 2, 3, 6, 7, 8): if
yours differ, let the script send the words *New*, *In Progress*, *On Hold*, *Resolved*, *Closed* or *Canceled* instead.
`.trim();

const incident = {
  sys_id: "9d385017c611228701d22104cc95c371",
  number: "INC0010042",
  state: "1",
  priority: "1",
  short_description: "Customers cannot pay",
  cmdb_ci: "Checkout",
  assignment_group: "Payments",
  assigned_to: "",
  updated_on: "2026-03-01 02:59:30",
  url: "https://example.service-now.com/incident.do?sys_id=9d385017c611228701d22104cc95c371",
};

export const servicenow = defineSource({
  id: "servicenow",
  name: "ServiceNow",
  group: "Other",
  description: "Incidents of ServiceNow, by a business rule.",
  payload: message,
  events: eventsOf,
  // When the incident was last changed.
  occurredAtIs: "own",
  // A business rule does not try again, whatever it is told.
  overLimit: 503,
  setup,
  samples: [
    {
      title: "An incident is reported in ServiceNow",
      payload: incident,
      becomes: [
        {
          action: "trigger",
          dedupKey: "9d385017c611228701d22104cc95c371",
          summary: "INC0010042: Customers cannot pay",
          severity: "critical",
          source: "Checkout",
          occurredAt: "2026-03-01T02:59:30.000Z",
        },
      ],
    },
    {
      title: "Bob starts to work on it",
      payload: { ...incident, state: "2", assigned_to: "Bob", updated_on: "2026-03-01 03:01:00" },
      becomes: [{ action: "acknowledge", dedupKey: "9d385017c611228701d22104cc95c371" }],
    },
    {
      title: "It is resolved there",
      payload: { ...incident, state: "6", updated_on: "2026-03-01 03:20:00" },
      becomes: [{ action: "resolve", dedupKey: "9d385017c611228701d22104cc95c371" }],
    },
    { title: "It gets a state of its own", payload: { ...incident, state: "42" }, becomes: [] },
  ],
});
