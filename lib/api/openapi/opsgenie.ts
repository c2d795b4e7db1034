import { z } from "zod";
import { chapter, type Described } from "#lib/api/openapi/operation";

/** What this chapter says first. */
export const opsgenieDescription =
  "Opsgenie's own paths and bodies, for clients of which only the host can be changed. The key of an integration stands in `Authorization: GenieKey <key>` or in apiKey, and reaches the alerts of that integration alone. An alert is an incident: its id the incident's id, its tinyId the incident's number, its alias the dedup key. Writes are answered 202 as Opsgenie answers them, but are done by then. Each path may end in a slash. Errors have Opsgenie's shape: message, errors, took, requestId. Version 1 is served too: /v1/json/alert with close, acknowledge, unacknowledge, snooze, assign, note, tags, details, team, recipient, escalateToNext and executeAction, and /v1/json/heartbeat/send. Not served: attachments, saved searches, recipients, counts of pages, heartbeats' own settings; a heartbeat does not expire yet. Escalations, teams and responders are kept and shown, but page nobody: Tocsin's own notifications do.";

const accepted = z.object({
  result: z.string().meta({ example: "Request will be processed" }),
  took: z.number(),
  requestId: z.string(),
});
const responder = z.object({
  type: z.string().optional(),
  id: z.string().optional(),
  name: z.string().optional(),
  username: z.string().optional(),
});
const alert = z.object({
  id: z.string(),
  tinyId: z.string(),
  alias: z.string(),
  message: z.string(),
  status: z.enum(["open", "closed"]),
  acknowledged: z.boolean(),
  snoozed: z.boolean(),
  count: z.number(),
  priority: z.string(),
  owner: z.string(),
  tags: z.array(z.string()),
  createdAt: z.string(),
  updatedAt: z.string(),
});
const framed = (data: z.ZodType) => z.object({ data, took: z.number(), requestId: z.string() });

const said = {
  user: z.string().optional().meta({ description: "In whose name; it stands in the timeline." }),
  source: z.string().optional(),
  note: z.string().optional(),
};
const alertBody = z.object({
  message: z.string(),
  alias: z.string().optional().meta({ description: "The same alias counts on the open alert." }),
  description: z.string().optional(),
  responders: z.array(responder).optional(),
  tags: z.array(z.string()).optional(),
  actions: z.array(z.string()).optional(),
  details: z.record(z.string(), z.string()).optional(),
  entity: z.string().optional(),
  priority: z
    .enum(["P1", "P2", "P3", "P4", "P5"])
    .optional()
    .meta({ description: "P1 critical, P2 error, P3 (the default) warning, P4 and P5 info." }),
  ...said,
});

const search = z.object({
  query: z.string().optional().meta({
    description:
      "Fields and words with AND, OR, NOT and brackets: status, acknowledged, snoozed, isSeen, priority, tag, message, alias, entity, source, description, owner, responders, details.<key>, alertId, tinyId, count, createdAt, updatedAt, lastOccurredAt, snoozedUntil.",
  }),
});
const page = search.extend({
  sort: z.string().optional().meta({ description: "createdAt when left out." }),
  order: z.enum(["asc", "desc"]).optional(),
  offset: z.number().optional(),
  limit: z.number().optional().meta({ description: "20 when left out, at most 100." }),
});
const naming = z.object({
  identifierType: z.enum(["id", "alias", "tiny"]).optional().meta({
    description: "What the path names; id when left out. An alias names the open alert.",
  }),
});

const write = { answer: accepted, status: 202, refusals: [400, 401, 403, 422, 429, 503] } satisfies Partial<Described>;
const read = { status: 200, refusals: [401, 403, 404, 422] } satisfies Partial<Described>;

const action = (id: string, summary: string, body: z.ZodType = z.object(said)): Described => ({
  id: `opsgenie${id}`,
  summary,
  query: naming,
  body,
  ...write,
});
const removal = (id: string, summary: string, query: z.ZodRawShape = {}): Described => ({
  id: `opsgenie${id}`,
  summary,
  query: naming.extend(query),
  ...write,
});

const on = "/v2/alerts/{id}";

export const opsgeniePaths = chapter("Opsgenie", {
  "/v2/alerts": {
    post: {
      id: "opsgenieCreateAlert",
      summary: "Create an alert",
      body: alertBody,
      example: { message: "Disk of db-1 is full", alias: "db-1/disk", priority: "P1" },
      ...write,
    },
    get: {
      id: "opsgenieListAlerts",
      summary: "List alerts",
      query: page,
      ...read,
      answer: framed(z.array(alert)),
    },
  },
  "/v2/alerts/count": {
    get: {
      id: "opsgenieCountAlerts",
      summary: "Count alerts",
      query: search,
      ...read,
      answer: framed(z.object({ count: z.number() })),
    },
  },
  "/v2/alerts/requests/{requestId}": {
    get: {
      id: "opsgenieGetRequest",
      summary: "See what became of a write",
      ...read,
      answer: framed(
        z.object({
          success: z.boolean(),
          action: z.string(),
          status: z.string(),
          alertId: z.string(),
          alias: z.string(),
        }),
      ),
    },
  },
  [on]: {
    get: { id: "opsgenieGetAlert", summary: "Get an alert", query: naming, ...read, answer: framed(alert) },
    delete: {
      ...removal("DeleteAlert", "Delete an alert"),
      description: "Its incident is resolved and stays in Tocsin; this API no longer finds it.",
    },
  },
  [`${on}/close`]: { post: action("Close", "Close an alert") },
  [`${on}/acknowledge`]: { post: action("Acknowledge", "Acknowledge an alert") },
  [`${on}/unacknowledge`]: { post: action("Unacknowledge", "Give an alert back") },
  [`${on}/snooze`]: {
    post: action("Snooze", "Snooze an alert until endTime", z.object({ endTime: z.string(), ...said })),
  },
  [`${on}/assign`]: {
    post: action("Assign", "Give an alert to a person, by email address", z.object({ owner: responder, ...said })),
  },
  [`${on}/escalate`]: {
    post: action("Escalate", "Note to whom an alert escalates", z.object({ escalation: responder, ...said })),
  },
  [`${on}/responders`]: {
    post: action("AddResponder", "Note a responder", z.object({ responder, ...said })),
  },
  [`${on}/notes`]: {
    post: action("AddNote", "Write a note", z.object({ ...said, note: z.string() })),
    get: {
      id: "opsgenieListNotes",
      summary: "List notes",
      query: naming,
      ...read,
      answer: framed(z.array(z.object({ note: z.string(), owner: z.string(), createdAt: z.string() }))),
    },
  },
  [`${on}/logs`]: {
    get: {
      id: "opsgenieListLogs",
      summary: "List what happened",
      query: naming,
      ...read,
      answer: framed(z.array(z.object({ log: z.string(), owner: z.string(), createdAt: z.string() }))),
    },
  },
  [`${on}/tags`]: {
    post: action("AddTags", "Add tags", z.object({ tags: z.array(z.string()), ...said })),
    delete: removal("RemoveTags", "Remove tags", { tags: z.string().meta({ description: "With commas." }) }),
  },
  [`${on}/details`]: {
    post: action("AddDetails", "Add details", z.object({ details: z.record(z.string(), z.string()), ...said })),
    delete: removal("RemoveDetails", "Remove details", { keys: z.string().meta({ description: "With commas." }) }),
  },
  [`${on}/priority`]: { put: action("SetPriority", "Change the priority", z.object({ priority: z.string() })) },
  [`${on}/message`]: { put: action("SetMessage", "Change the message", z.object({ message: z.string() })) },
  [`${on}/description`]: {
    put: action("SetDescription", "Change the description", z.object({ description: z.string() })),
  },
  [`${on}/actions/{action}`]: { post: action("RunAction", "Note that a custom action was run") },
  "/v2/heartbeats/{name}/ping": {
    get: {
      id: "opsgeniePing",
      summary: "Say that a heartbeat is alive",
      description: "Also with POST, PUT and PATCH. The first ping makes the heartbeat.",
      ...write,
    },
  },
  "/v2/heartbeats/{name}": {
    get: {
      id: "opsgenieGetHeartbeat",
      summary: "Get a heartbeat",
      ...read,
      answer: framed(z.object({ name: z.string(), enabled: z.boolean(), lastPingTime: z.string() })),
    },
  },
  "/v1/json/integrations/webhooks/{source}": {
    post: {
      id: "opsgenieWebhook",
      summary: "Send what a monitoring tool sends, on Opsgenie's path",
      description: "The same as /api/integrations/{source}, with the key of the integration in apiKey.",
      query: z.object({ apiKey: z.string() }),
      answer: z.looseObject({}),
      status: 202,
      refusals: [400, 401, 403, 404, 413, 429, 503],
    },
  },
});
