import { z } from "zod";
import { chapter, type Described } from "#lib/api/openapi/operation";
import { eventAnswer, eventBody, webhookAnswer, webhookBody } from "#lib/api/schemas/events";

const example = {
  routing_key: "a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6",
  event_action: "trigger",
  dedup_key: "db-1/disk",
  payload: { summary: "Disk of db-1 is full", source: "db-1", severity: "critical" },
};

const event = {
  body: eventBody,
  example,
  answer: eventAnswer,
  status: 202,
  refusals: [400, 401, 403, 404, 413, 429, 503],
} satisfies Partial<Described>;

const webhook = {
  body: webhookBody,
  example: { title: "Disk of db-1 is full", severity: "critical", dedup_key: "db-1/disk", status: "firing" },
  answer: webhookAnswer,
  status: 202,
  refusals: [400, 401, 403, 404, 413, 429, 503],
} satisfies Partial<Described>;

/** The doors that alerts come in by. They take the key of an integration, not an API key of a person. */
export const intakePaths = chapter("Alerts in", {
  "/api/events": {
    post: {
      id: "postEvent",
      summary: "Send an event (Events API v2)",
      description:
        "The key of the integration stands in routing_key, or in `Authorization: Token token=<key>`; or an API key with the scope events:write in `Authorization: Bearer`, with service_id in the body. Answered after it is stored.",
      ...event,
    },
  },
  "/v2/enqueue": {
    post: {
      id: "enqueueEvent",
      summary: "Send an event on PagerDuty's own path",
      description: "The same as /api/events, for clients that only let the host be changed.",
      ...event,
    },
  },
  "/api/integrations/{source}": {
    post: {
      id: "postWebhook",
      summary: "Send what a monitoring tool sends",
      description:
        "The webhook URL of an integration. 202 when something came of it, 200 when it was ignored or a test.",
      query: z.object({ integrationId: z.uuid().meta({ description: "The id of the integration." }) }),
      ...webhook,
    },
  },
  "/api/integrations/{source}/{integrationId}": {
    post: { id: "postWebhookByPath", summary: "The same, for senders that drop the query", ...webhook },
  },
});
