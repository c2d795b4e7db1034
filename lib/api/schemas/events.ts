import { z } from "zod";
import { actions, severities } from "#db/vocabulary";

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
    links: z.array(z.looseObject({ href: z.string(), text: z.string().optional() })).optional(),
    images: z
      .array(z.looseObject({ src: z.string(), href: z.string().optional(), alt: z.string().optional() }))
      .optional(),
  })
  .meta({ id: "Event" });

export const eventAnswer = z
  .object({ status: z.string(), message: z.string(), dedup_key: z.string() })
  .meta({ id: "EventAnswer" });

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
