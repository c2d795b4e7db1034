import { z } from "zod";
import type { Action, Severity } from "#db/vocabulary";
import { atPath } from "#lib/reading/at-path";
import { digestOf } from "#lib/reading/digest-of";
import { type FieldMapping, fieldMapping } from "#lib/reading/field-mapping";
import { fillTemplate } from "#lib/reading/fill-template";
import { momentOf } from "#lib/reading/moment-of";
import { severityOf } from "#lib/reading/severity-of";
import { firstText, textOf } from "#lib/reading/text-of";
import { defineSource, type Event, type Problem, type Reading } from "#lib/sources/contract";

const names = (list: string) => list.split(" ");
const usual = {
  summary: names(
    "summary title message alert.title alert.summary alert.name alert.message name subject description text msg",
  ),
  severity: names("severity level priority alert.severity alert.level"),
  // Not `id`: as often as not it is the message's own, and no recovery would ever match.
  dedupKey: names("dedup_key dedupKey alert_id alertId incident_key fingerprint alias"),
  action: names("event_action action status state alert.status alert.state"),
  source: names("source host hostname instance alert.source alert.host"),
  link: names("link url href alert.url alert.link"),
  moment: names("timestamp occurred_at time"),
};
const usualResolveWords = names(
  "resolve resolved ok okay recovered recovery closed close up cleared clear normal healthy fixed success",
);
const usualAcknowledgeWords = names("acknowledge acknowledged acknowledgement ack acked");

const ownSeverities: Record<string, Severity> = { high: "critical" };

function eventsOf(body: unknown, mapping: FieldMapping): Reading {
  const parts = partsOf(body, mapping);
  if (!parts) {
    const message = "There is no list here. Correct the items field of the integration, or leave it empty.";
    return { unreadable: [{ path: mapping.itemsField, message }] };
  }
  if (parts.length === 0) return { ignored: "The list of alerts is empty." };
  return gathered(parts.map((part) => readPart(part, mapping)));
}

type Part = { item: unknown; path: string };

function partsOf(body: unknown, { itemsField }: FieldMapping): Part[] | null {
  const list = itemsField === "" ? body : atPath(body, itemsField);
  if (Array.isArray(list))
    return list.map((item, at) => ({ item, path: itemsField === "" ? `${at}` : `${itemsField}.${at}` }));
  return itemsField === "" ? [{ item: body, path: "" }] : null;
}

type ReadPart = { event: Event; notes: string[] } | { ignored: string } | { problem: Problem };

function gathered(parts: ReadPart[]): Reading {
  const read = parts.flatMap((part) => ("event" in part ? [part] : []));
  const problems = parts.flatMap((part) => ("problem" in part ? [part.problem] : []));
  const ignored = new Set(parts.flatMap((part) => ("ignored" in part ? [part.ignored] : [])));
  if (read.length === 0) return problems.length > 0 ? { unreadable: problems } : { ignored: [...ignored].join(" ") };
  const unread = problems.map(({ path, message }) => `${path}: ${message}`);
  return {
    events: read.map(({ event }) => event),
    problems: [...new Set([...unread, ...ignored, ...read.flatMap(({ notes }) => notes)])],
  };
}

function readPart({ item, path }: Part, mapping: FieldMapping): ReadPart {
  if (typeof item !== "object" || item === null) return { problem: { path, message: "This should be a JSON object." } };
  const action = actionOf(item, mapping);
  if (typeof action !== "string") return action;
  const { summary, notes } = summaryOf(item, mapping);
  const key = mappedText(item, mapping.dedupKeyField, usual.dedupKey);
  if (summary === undefined && (action === "trigger" || key === undefined))
    return { problem: { path, message: noSummary } };
  const source = mappedText(item, mapping.sourceField, usual.source);
  return {
    event: {
      action,
      dedupKey: key ?? digestOf(summary ?? "", source ?? ""),
      summary,
      severity: severityAt(item, mapping),
      source,
      occurredAt: usual.moment.map((name) => momentOf(atPath(item, name))).find(Boolean),
      links: linksOf(item, mapping),
      details: { ...item },
    },
    notes: [...notes, ...missingFields(item, mapping)],
  };
}

const noSummary = "No summary was found. Set the summary field of the integration to where the title of the alert is.";

/** The filled template; without one, or where nothing of it is there, what the summary field or a usual name has. */
function summaryOf(item: object, mapping: FieldMapping): { summary: string | undefined; notes: string[] } {
  const { summaryTemplate, summaryField } = mapping;
  const filled = fillTemplate(summaryTemplate, item);
  const notes = filled.missing.map((path) => `There was nothing at ${path} for the summary.`);
  if (filled.text !== undefined) return { summary: filled.text, notes };
  const mapped = textAt(item, summaryField);
  if (summaryField !== "" && mapped === undefined) notes.push(`There was no summary at ${summaryField}.`);
  return { summary: mapped ?? usualText(item, usual.summary), notes };
}

function severityAt(item: object, { fixedSeverity, severityField }: FieldMapping): Severity | undefined {
  return fixedSeverity || severityOf(mappedText(item, severityField, usual.severity), ownSeverities);
}

function actionOf(item: object, mapping: FieldMapping): Action | { ignored: string } {
  const said = mappedText(item, mapping.actionField, usual.action);
  if (said === undefined) return "trigger";
  const means = (list: string[], otherwise: string[] = []) => isOneOf(said, list.length > 0 ? list : otherwise);
  if (means(mapping.triggerValues)) return "trigger";
  if (means(mapping.resolveValues, usualResolveWords)) return "resolve";
  if (means(mapping.acknowledgeValues, usualAcknowledgeWords)) return "acknowledge";
  if (mapping.actionField === "" || mapping.triggerValues.length === 0) return "trigger";
  return {
    ignored: `The value "${said.slice(0, 60)}" of ${mapping.actionField} is in none of the integration's lists of values.`,
  };
}

// Whole values, never parts of them: "unresolved" and "not ok" are not the end of anything.
function isOneOf(said: string, values: string[]): boolean {
  return values.some((value) => value.trim().toLowerCase() === said.toLowerCase());
}

/** What the mapping names; only where it names nothing, the usual names. */
function mappedText(item: object, field: string, usualNames: string[]): string | undefined {
  return field === "" ? usualText(item, usualNames) : textAt(item, field);
}

const textAt = (item: object, field: string): string | undefined =>
  field === "" ? undefined : textOf(atPath(item, field));
const usualText = (item: object, list: string[]): string | undefined =>
  firstText(...list.map((name) => atPath(item, name)));

function linksOf(item: object, { linkField }: FieldMapping): Event["links"] {
  const href = mappedText(item, linkField, usual.link);
  return href ? [{ href }] : [];
}

function missingFields(item: object, { severityField, fixedSeverity, dedupKeyField }: FieldMapping): string[] {
  const mapped = { severity: fixedSeverity ? "" : severityField, "dedup key": dedupKeyField };
  return Object.entries(mapped)
    .filter(([, field]) => field !== "" && textAt(item, field) === undefined)
    .map(([what, field]) => `There was no ${what} at ${field}.`);
}

const setup = `
1. Let your tool send JSON with POST to \`{url}\`.
2. Open *Mapping*: it shows the last request that came. Press the title, the severity and the key in it, and see at once what
   the request would become. A place is written \`alert.title\`, \`items[0].name\` or, as JSONPath, \`$.alert.title\`.
3. Name the values of the action field that open and that resolve an incident. They are compared as whole words, in any case.

Try it:

\`\`\`bash
curl -X POST "{url}" -H "Content-Type: application/json" \\
  -d '{"title":"Disk of db-1 is full","severity":"critical","dedup_key":"db-1/disk","status":"firing"}'
\`\`\`

A tool that can sign its requests sends \`X-Signature: sha256=<hex HMAC-SHA256 of the body>\`, with the signature secret of
this integration as the key.
`.trim();

const mapped = {
  summaryField: "alert.title",
  severityField: "level",
  dedupKeyField: "alert_id",
  actionField: "status",
  triggerValues: ["fired", "alert"],
  resolveValues: ["ok", "resolved"],
};

export const webhook = defineSource({
  id: "webhook",
  name: "Generic webhook",
  group: "Other",
  description: "Any tool that can send JSON: you say where the title, the severity and the key are.",
  payload: z.unknown(),
  config: fieldMapping,
  mapsFields: true,
  events: eventsOf,
  // `timestamp`, `occurred_at` or `time`: what tools call the moment of a message.
  occurredAtIs: "own",
  // Nobody knows what an unknown sender does after a 429; nearly all of them try again after a 5xx.
  overLimit: 503,
  setup,
  isTried: true,
  samples: [
    {
      title: "A disk is full, in the usual words",
      payload: {
        title: "Disk of db-1 is full",
        severity: "critical",
        dedup_key: "db-1/disk",
        host: "db-1",
        status: "firing",
      },
      becomes: [
        {
          action: "trigger",
          dedupKey: "db-1/disk",
          summary: "Disk of db-1 is full",
          severity: "critical",
          source: "db-1",
        },
      ],
    },
    {
      title: "The disk has room again",
      payload: { title: "Disk of db-1 is full", dedup_key: "db-1/disk", host: "db-1", status: "resolved" },
      becomes: [{ action: "resolve", dedupKey: "db-1/disk" }],
    },
    {
      title: "An alert in the tool's own words, with a mapping",
      config: mapped,
      payload: { alert: { title: "Queue is stuck" }, level: "high", alert_id: 4711, status: "Fired" },
      becomes: [{ action: "trigger", dedupKey: "4711", summary: "Queue is stuck", severity: "critical" }],
    },
    {
      title: "A value the mapping does not name",
      config: mapped,
      payload: { alert: { title: "Queue is stuck" }, level: "high", alert_id: 4711, status: "snoozed" },
      becomes: [],
    },
    {
      title: "A summary of several parts and a fixed severity, with JSONPath",
      config: {
        summaryTemplate: "{{$.check.name}} on {{$.check['host.name']}}",
        dedupKeyField: "$.check.id",
        actionField: "$.check.state",
        resolveValues: ["up"],
        fixedSeverity: "warning",
      },
      payload: { check: { id: "c-9", name: "Ping", "host.name": "edge-3", state: "down" }, level: "critical" },
      becomes: [{ action: "trigger", dedupKey: "c-9", summary: "Ping on edge-3", severity: "warning" }],
    },
  ],
});
