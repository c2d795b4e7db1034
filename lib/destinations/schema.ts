import { z } from "zod";
import { attemptClasses, deliveryKinds, deliveryStates } from "#db/vocabulary";
import { eventTypes } from "#lib/events/index";
import { givenMoment, momentText, nameText } from "#lib/schemas/text";

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
      description:
        "Replaces the old config as a whole, but a secret that is left out is kept, and an empty one removed.",
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
    config: z
      .record(z.string(), z.unknown())
      .meta({ description: "Without secrets; what stands in the query of an address is shown to admins only." }),
    secrets: z.record(z.string(), z.unknown()).meta({ description: "Which secrets are set." }),
    events: z.array(z.string()),
    enabled: z.boolean(),
    disabledAt: momentText.nullable(),
    disabledReason: z.string().nullable(),
    blockedAt: momentText.nullable().meta({
      description: "Since then its credentials are refused: what waits is held until they are corrected.",
    }),
    blockedReason: z.string().nullable(),
    createdAt: momentText,
    health: z.object({
      delivered: z.int().meta({ description: "Requests of the last 24 hours that were delivered." }),
      failed: z.int(),
      pending: z.int(),
      retrying: z.int(),
      inFlight: z.int(),
      consecutiveFailures: z.int(),
      notBefore: momentText
        .nullable()
        .meta({ description: "Nothing is sent before this moment: the receiver asked for it." }),
      lastDeliveredAt: momentText.nullable(),
      lastError: z.object({ deliveryId: z.string(), at: momentText, text: z.string() }).nullable(),
    }),
  })
  .meta({ id: "Destination" });

export const configToTest = z
  .strictObject({
    type: z.string().meta({ description: "The id of a channel." }),
    config,
    destinationId: z
      .uuid()
      .optional()
      .meta({ description: "Secrets that the config leaves out are taken from this destination." }),
  })
  .meta({ id: "ConfigToTest" });

export const testAnswer = z
  .object({
    delivered: z.boolean(),
    class: z.enum(attemptClasses),
    status: z.int().nullable(),
    error: z.string().nullable(),
    durationMs: z.number(),
    responseBody: z.string().nullable().meta({ description: "Its beginning." }),
    at: momentText,
    deliveryId: z
      .string()
      .nullable()
      .meta({ description: "Where the log has it; null for a config that is not saved." }),
  })
  .meta({ id: "TestResult" });

export const checkAnswer = z
  .object({
    passed: z.boolean().meta({ description: "The other end accepts the settings." }),
    class: z.enum(attemptClasses),
    status: z.int().nullable(),
    summary: z.string().meta({ description: "What came of it, in a sentence." }),
    durationMs: z.number(),
    at: momentText,
  })
  .meta({ id: "CheckResult" });

const delivery = z.object({
  id: z.string(),
  destination: z.object({ id: z.uuid(), name: z.string() }),
  kind: z.enum(deliveryKinds),
  state: z.enum(deliveryStates),
  event: z.object({
    id: z.uuid(),
    type: z.string(),
    summary: z.string(),
    occurredAt: momentText,
    incident: z.object({ id: z.uuid(), number: z.int(), title: z.string() }).nullable(),
  }),
  messageId: z.string().meta({ description: "The same on every retry and replay: receivers drop repeats by it." }),
  createdAt: momentText,
  doneAt: momentText.nullable(),
  attempt: z.int(),
  attemptsInAll: z.int(),
  lastClass: z.enum(attemptClasses).nullable(),
  lastStatus: z.int().nullable(),
  lastError: z.string().nullable(),
  lastMs: z.int().nullable().meta({ description: "How long the last try took." }),
  nextTry: z
    .object({
      at: momentText,
      cycle: z.int(),
      cycles: z.int(),
      step: z.int(),
      steps: z.int(),
      behind: z.boolean(),
      pacedTo: z
        .int()
        .nullable()
        .meta({ description: "The messages a minute that its channel accepts, when that is why it waits." }),
    })
    .nullable()
    .meta({ description: "Null unless it waits for its next try." }),
  replayNumber: z.int(),
});

export const deliveryAnswer = delivery.meta({ id: "Delivery" });

const ms = z.int().nullable();
const attempt = z.object({
  n: z.int(),
  ask: z.int().meta({
    description: "0 sent the message; after it was accepted, 1, 2 … asked the other end what became of it.",
  }),
  at: momentText,
  class: z.enum(attemptClasses),
  status: z.int().nullable(),
  error: z.string().nullable(),
  dnsMs: ms,
  connectMs: ms,
  tlsMs: ms,
  waitMs: ms,
  totalMs: z.int(),
  remoteAddress: z.string().nullable(),
  request: z
    .object({ method: z.string(), url: z.string(), headers: z.record(z.string(), z.string()), body: z.string() })
    .nullable(),
  response: z
    .object({ headers: z.record(z.string(), z.string()), body: z.string(), truncated: z.boolean() })
    .nullable(),
});

export const deliveryDetailAnswer = delivery.extend({ attempts: z.array(attempt) }).meta({ id: "DeliveryDetail" });

const since = givenMoment
  .optional()
  .meta({ description: "What failed since then; the last 24 hours unless said otherwise." });

export const replayChoice = z.strictObject({ since }).meta({ id: "ReplayChoice" });

export const countAnswer = z.object({ count: z.int() }).meta({ id: "Count" });
