import { z } from "zod";
import { momentText, nameText } from "#lib/api/schemas/text";
import { eventTypes } from "#lib/events/catalogue";

const config = z
  .record(z.string(), z.unknown())
  .meta({ description: "What the channel asks for; see GET /channels. Secrets are sealed and never shown again." });
const events = z
  .array(z.string())
  .max(200)
  .meta({ description: `What it hears of; none means that nothing is sent. ${eventTypes.join(", ")}.` });

export const newDestination = z
  .strictObject({
    type: z.string().meta({ description: "The id of a channel; see GET /channels.", example: "webhook" }),
    name: nameText.meta({ example: "Status page" }),
    config,
    events: events.optional(),
  })
  .meta({ id: "NewDestination" });

export const destinationChanges = z
  .strictObject({
    name: nameText,
    config: config.meta({
      description: "Replaces the old config as a whole, but a secret that is left out is kept, and an empty one removed.",
    }),
    events,
    enabled: z.boolean(),
  })
  .partial()
  .meta({ id: "DestinationChanges", description: "What to change; what is left out stays as it is." });

export const destinationAnswer = z
  .object({
    id: z.uuid(),
    type: z.string(),
    name: z.string(),
    target: z.string().meta({ description: "Where it goes, without secrets." }),
    config: z.record(z.string(), z.unknown()).meta({ description: "Without secrets." }),
    secrets: z.record(z.string(), z.unknown()).meta({ description: "Which secrets are set." }),
    events: z.array(z.string()),
    enabled: z.boolean(),
    disabledAt: momentText.nullable(),
    disabledReason: z.string().nullable(),
    createdAt: momentText,
    health: z.object({
      delivered: z.int().meta({ description: "Requests of the last 24 hours that were delivered." }),
      failed: z.int(),
      pending: z.int(),
      retrying: z.int(),
      inFlight: z.int(),
      consecutiveFailures: z.int(),
      notBefore: momentText.nullable().meta({ description: "Nothing is sent before this moment: the receiver asked for it." }),
      lastDeliveredAt: momentText.nullable(),
      lastError: z.object({ deliveryId: z.string(), at: momentText, text: z.string() }).nullable(),
    }),
  })
  .meta({ id: "Destination" });
