import { z } from "zod";
import { chapter, type Described } from "#lib/api/openapi/operation";
import {
  changeAnswer,
  changeBody,
  eventAnswer,
  eventBody,
  firstEventAnswer,
  firstEventBody,
  oncallAnswer,
  oncallBody,
  webhookAnswer,
  webhookBody,
} from "#lib/api/schemas/events";

const key = "a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6";
const refusals = [400, 401, 403, 404, 413, 429, 503];

const event = {
  body: eventBody,
  example: {
    routing_key: key,
    event_action: "trigger",
    dedup_key: "db-1/disk",
    payload: { summary: "Disk of db-1 is full", source: "db-1", severity: "critical" },
  },
  answer: eventAnswer,
  status: 202,
  refusals,
} satisfies Partial<Described>;

const change = {
  body: changeBody,
  example: { routing_key: key, payload: { summary: "Deployed shop 4.2", source: "ci" } },
  answer: changeAnswer,
  status: 202,
  refusals,
} satisfies Partial<Described>;

const firstEvent = {
  body: firstEventBody,
  example: {
    service_key: key,
    event_type: "trigger",
    incident_key: "web-01/http",
    description: "web-01 does not answer",
  },
  answer: firstEventAnswer,
  refusals,
} satisfies Partial<Described>;

const oncall = {
  body: oncallBody,
  example: { message_type: "CRITICAL", entity_id: "db-1/disk", entity_display_name: "Disk of db-1 is full" },
  answer: oncallAnswer,
  refusals,
} satisfies Partial<Described>;

const webhook = {
  body: webhookBody,
  example: { title: "Disk of db-1 is full", severity: "critical", dedup_key: "db-1/disk", status: "firing" },
  answer: webhookAnswer,
  status: 202,
  refusals,
} satisfies Partial<Described>;

const sameAs = (path: string) => `The same as ${path}, for programs that only let the host be changed.`;

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
      description: sameAs("/api/events"),
      ...event,
    },
  },
  "/api/integrations/pagerduty/v2/enqueue": {
    post: {
      id: "enqueueEventBelow",
      summary: "Send an event on PagerDuty's path below an address",
      description: "The same as /api/events, for programs that put /v2/enqueue behind the address they are given.",
      ...event,
    },
  },
  "/v2/change/enqueue": {
    post: {
      id: "enqueueChange",
      summary: "Tell of a change (PagerDuty's change events)",
      description: "A deployment or the like. It is kept with the last requests of the integration and pages nobody.",
      ...change,
    },
  },
  "/api/integrations/pagerduty/v2/change/enqueue": {
    post: {
      id: "enqueueChangeBelow",
      summary: "Tell of a change on PagerDuty's path below an address",
      description: "The same as /v2/change/enqueue.",
      ...change,
    },
  },
  "/generic/2010-04-15/create_event.json": {
    post: {
      id: "createFirstEvent",
      summary: "Send an event (Events API v1)",
      description:
        "The first version of PagerDuty's API. It knows no severity: the integration's default is used. Over the limit it is answered 403, as there.",
      ...firstEvent,
    },
  },
  "/api/integrations/{source}": {
    post: {
      id: "postWebhook",
      summary: "Send what a monitoring tool sends",
      description:
        "The webhook URL of an integration, with PUT as with POST; with GET the fields stand in the query. The key of the integration will do instead of its id: as `key` in the query, in `X-Integration-Key`, or in Authorization as Token, Bearer, GenieKey or Basic. 202 when something came of it, 200 when it was ignored, a repeat or a test.",
      query: z.object({ integrationId: z.uuid().meta({ description: "The id of the integration." }) }),
      ...webhook,
    },
  },
  "/api/integrations/{source}/{integrationId}": {
    post: { id: "postWebhookByPath", summary: "The same, for senders that drop the query", ...webhook },
  },
  "/v1/json/integrations/webhooks/{source}/{integrationId}": {
    post: { id: "postOpsgenieWebhookByPath", summary: "The same on Opsgenie's path", ...webhook },
  },
  "/integrations/generic/20131114/alert/{integrationId}": {
    post: {
      id: "postOncall",
      summary: "Send an alert to Splunk On-Call's REST endpoint",
      description: "For programs made for Splunk On-Call (VictorOps), with the key of the integration in the path.",
      ...oncall,
    },
  },
  "/integrations/generic/20131114/alert/{integrationId}/{routingKey}": {
    post: { id: "postOncallRouted", summary: "The same with a routing key", ...oncall },
  },
});
