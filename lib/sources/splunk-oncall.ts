import { z } from "zod";
import type { Action } from "#db/vocabulary";
import { linksOf } from "#lib/reading/links-of";
import { missing } from "#lib/reading/missing";
import { momentOf } from "#lib/reading/moment-of";
import { isTemplate, renderedAt } from "#lib/reading/rendered-at";
import { severityOf } from "#lib/reading/severity-of";
import { textOf } from "#lib/reading/text-of";
import { type Answer, defineSource, type Ending, type Event, type Reading } from "#lib/sources/contract";

const message = z.record(z.string(), z.unknown());

type Message = z.output<typeof message>;

const actions = new Map<string, Action>([
  ["critical", "trigger"],
  ["warning", "trigger"],
  ["acknowledgement", "acknowledge"],
  ["recovery", "resolve"],
]);

function eventsOf(body: Message): Reading {
  if (isTemplate(body, "message_type", "entity_id"))
    return { test: "The template was sent as it is, with nothing filled in." };
  const type = renderedAt(body, "message_type");
  if (!type) return missing("message_type", "CRITICAL, WARNING, ACKNOWLEDGEMENT, INFO or RECOVERY");
  if (type.toLowerCase() === "info") return { ignored: "INFO is for the record; it opens no incident." };
  const action = actions.get(type.toLowerCase());
  if (!action) return { ignored: `The message_type "${type.slice(0, 60)}" neither opens nor ends trouble.` };
  const key = renderedAt(body, "entity_id");
  // A trigger without an entity_id gets one; nothing else would say what it is about.
  if (!key && action !== "trigger") return missing("entity_id");
  return { events: [eventOf(body, action, key)], problems: [] };
}

function eventOf(body: Message, action: Action, key: string | undefined): Event {
  const notes = annotations(body, "s");
  return {
    action,
    dedupKey: key,
    summary: summaryOf(body, key),
    severity: severityOf(body.message_type),
    source: renderedAt(body, "host_name", "monitoring_tool"),
    occurredAt: momentOf(body.state_start_time),
    links: linksOf(Object.fromEntries(annotations(body, "u"))),
    images: annotations(body, "i").map(([alt, src]) => ({ src, alt })),
    details: {
      message: renderedAt(body, "state_message"),
      tool: renderedAt(body, "monitoring_tool"),
      notes: notes.length > 0 ? Object.fromEntries(notes) : undefined,
    },
  };
}

function summaryOf(body: Message, key: string | undefined): string {
  const name = renderedAt(body, "entity_display_name") ?? key;
  const [line] = renderedAt(body, "state_message")?.split("\n") ?? [];
  return [...new Set([name, line])].filter(Boolean).join(": ") || "Alert without a name";
}

/** `vo_annotate.u.<title>` is a link, `.i.` an image and `.s.` a note; the title may hold dots of its own. */
function annotations(body: Message, kind: "u" | "i" | "s"): [title: string, value: string][] {
  const start = `vo_annotate.${kind}.`;
  return Object.entries(body).flatMap(([name, value]) => {
    const text = textOf(value);
    return name.startsWith(start) && text ? [[name.slice(start.length), text]] : [];
  });
}

/** What Splunk On-Call answers, for programs that look at it. */
function answer(ending: Ending): Answer {
  if (ending.outcome === "refused")
    return { status: ending.status, body: { result: "failure", message: ending.message } };
  if (ending.outcome !== "accepted") return { status: 200, body: { result: "success", message: ending.reason } };
  const [event] = ending.events;
  return { status: 200, body: { result: "success", ...(event && { entity_id: event.dedupKey }) } };
}

const setup = `
For programs that speak to Splunk On-Call (VictorOps). Where one asks for the URL of the REST endpoint, give it
\`{base}/integrations/generic/20131114/alert/{key}/tocsin\`, or \`{url}\`.

**Alertmanager**

\`\`\`yaml
receivers:
  - name: tocsin
    victorops_configs:
      - api_url: "{base}/integrations/generic/20131114/alert/"
        api_key: "{key}"
        routing_key: tocsin
\`\`\`

**Try it**

\`\`\`bash
curl -X POST "{url}" -H "Content-Type: application/json" \\
  -d '{"message_type":"CRITICAL","entity_id":"db-1/disk","entity_display_name":"Disk of db-1 is full"}'
\`\`\`

\`CRITICAL\` and \`WARNING\` open an incident, \`ACKNOWLEDGEMENT\` acknowledges it, \`RECOVERY\` resolves it. The same
\`entity_id\` is the same incident while it is open. Routing keys of Splunk On-Call are not looked at.
`.trim();

const disk = {
  entity_id: "db-1/disk",
  entity_display_name: "Disk of db-1",
  state_start_time: 1772333970,
  monitoring_tool: "Sample monitoring",
};

export const splunkOncall = defineSource({
  id: "splunk-oncall",
  name: "Splunk On-Call (VictorOps)",
  group: "Other",
  description: "For programs that speak to the REST endpoint of Splunk On-Call, once VictorOps.",
  icon: "splunk",
  payload: message,
  events: eventsOf,
  answer,
  // `state_start_time` is when the state began, whichever message of it this is.
  occurredAtIs: "onset",
  // Alertmanager, for one, gives up after a 429.
  overLimit: 503,
  setup,
  samples: [
    {
      title: "A disk is full",
      payload: {
        ...disk,
        message_type: "CRITICAL",
        state_message: "97 % used\nPartition /var",
        "vo_annotate.u.Runbook": "https://runbooks.example.com/disk",
        "vo_annotate.s.Note": "Look at the logs first.",
      },
      becomes: [
        {
          action: "trigger",
          dedupKey: "db-1/disk",
          summary: "Disk of db-1: 97 % used",
          severity: "critical",
          source: "Sample monitoring",
          occurredAt: "2026-03-01T02:59:30.000Z",
          links: [{ href: "https://runbooks.example.com/disk", text: "Runbook" }],
        },
      ],
    },
    {
      title: "Somebody looks at it",
      payload: { ...disk, message_type: "ACKNOWLEDGEMENT" },
      becomes: [{ action: "acknowledge", dedupKey: "db-1/disk" }],
    },
    {
      title: "The disk has room again",
      payload: { ...disk, message_type: "RECOVERY", state_message: "61 % used" },
      becomes: [{ action: "resolve", dedupKey: "db-1/disk" }],
    },
    {
      title: "Something for the record",
      payload: { ...disk, message_type: "INFO", state_message: "Log rotation ran" },
      becomes: [],
    },
  ],
});
