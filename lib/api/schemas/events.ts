import { z } from "zod";
import { actions, severities } from "#db/vocabulary";

const links = z.array(z.looseObject({ href: z.string(), text: z.string().optional() })).optional();

/** What the Events API takes, for the docs; lib/sources/pagerduty.ts is what reads it. */
export const eventBody = z
  .looseObject({
    routing_key: z
      .string()
      .optional()
      .meta({ description: "The key of the integration. It may stand in a header instead." }),
    service_id: z.uuid().optional().meta({ description: "With an API key instead of a routing key: the service." }),
    event_action: z.enum(actions),
    dedup_key: z
      .string()
      .optional()
      .meta({ description: "Names the same trouble each time. A trigger without one gets a new one." }),
    payload: z
      .looseObject({
        summary: z.string(),
        source: z.string(),
        severity: z.enum(severities).optional(),
        timestamp: z.string().optional(),
        custom_details: z.unknown().optional(),
      })
      .optional()
      .meta({ description: "Needed with trigger." }),
    links,
    images: z
      .array(z.looseObject({ src: z.string(), href: z.string().optional(), alt: z.string().optional() }))
      .optional(),
  })
  .meta({ id: "Event" });

export const eventAnswer = z
  .object({ status: z.string(), message: z.string(), dedup_key: z.string() })
  .meta({ id: "EventAnswer" });

const routingKey = z.string().optional().meta({ description: "The key of the integration." });

export const changeBody = z
  .looseObject({
    routing_key: routingKey,
    payload: z.looseObject({
      summary: z.string(),
      source: z.string().optional(),
      timestamp: z.string().optional(),
      custom_details: z.unknown().optional(),
    }),
    links,
  })
  .meta({ id: "Change" });

export const changeAnswer = z.object({ status: z.string(), message: z.string() }).meta({ id: "ChangeAnswer" });

export const firstEventBody = z
  .looseObject({
    service_key: routingKey,
    event_type: z.enum(actions),
    incident_key: z
      .string()
      .optional()
      .meta({ description: "Names the same trouble each time. A trigger without one gets a new one." }),
    description: z.string().optional().meta({ description: "Needed with trigger." }),
    details: z.unknown().optional(),
    client: z.string().optional(),
    client_url: z.string().optional(),
    contexts: z.array(z.looseObject({ type: z.string() })).optional(),
  })
  .meta({ id: "FirstEvent" });

export const firstEventAnswer = z
  .object({ status: z.string(), message: z.string(), incident_key: z.string().optional() })
  .meta({ id: "FirstEventAnswer" });

export const oncallBody = z
  .looseObject({
    message_type: z.enum(["CRITICAL", "WARNING", "ACKNOWLEDGEMENT", "INFO", "RECOVERY"]),
    entity_id: z.string().optional().meta({ description: "Names the same trouble each time." }),
    entity_display_name: z.string().optional(),
    state_message: z.string().optional(),
    state_start_time: z.number().optional().meta({ description: "A Unix time in seconds." }),
    monitoring_tool: z.string().optional(),
  })
  .meta({ id: "OncallAlert" });

export const oncallAnswer = z
  .object({ result: z.string(), entity_id: z.string().optional() })
  .meta({ id: "OncallAnswer" });

export const webhookBody = z
  .unknown()
  .meta({ id: "WebhookBody", description: "Whatever the source sends: JSON, or a form." });

export const webhookAnswer = z
  .looseObject({
    status: z.string(),
    events: z
      .array(
        z.object({
          action: z.enum(actions),
          dedupKey: z.string(),
          incidentId: z.uuid().nullable(),
          incidentNumber: z.int().nullable(),
        }),
      )
      .optional(),
  })
  .meta({ id: "WebhookAnswer" });
