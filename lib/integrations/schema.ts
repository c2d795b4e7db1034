import { z } from "zod";
import { actions, outcomes, severities } from "#db/vocabulary";
import { momentText, nameText } from "#lib/schemas/text";

const mostRequestsPerMinute = 100_000;
const mostOverlapHours = 720;

const signatureSecret = z
  .string()
  .min(1, "A signature secret cannot be empty; send null to remove it.")
  .max(512, "A signature secret has at most 512 characters.")
  .meta({
    description:
      "What the sender signs with. It is sealed and never shown again; requests without a right signature are refused with 401.",
  });

/** Headers in which intake looks for the integration's key. */
const keyHeaders = ["authorization", "x-integration-key", "x-api-key", "x-routing-key"];

const signatureHeader = z
  .string()
  .trim()
  .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/, "The name of a header: letters, digits and hyphens.")
  .refine(
    (name) => !keyHeaders.includes(name.toLowerCase()),
    "The integration key is looked for in this header. Let the sender use another one for its proof.",
  )
  .nullable()
  .meta({
    description: "The header in which the sender proves itself, where it is not the source's own; null for that one.",
    example: "X-Hook-Signature",
  });

const settings = {
  name: nameText.meta({ example: "Production Alertmanager" }),
  config: z.record(z.string(), z.unknown()).meta({ description: "What the source allows; see GET /sources." }),
  defaultSeverity: z.enum(severities).meta({ description: "Used where the sender gives no severity." }),
  rateLimitPerMinute: z
    .int("A whole number of requests.")
    .min(0)
    .max(mostRequestsPerMinute)
    .meta({ description: "Requests accepted in one minute; 0 means no limit." }),
  sharesKeys: z.boolean("true or false.").meta({
    description:
      "Whether its dedup keys are those of the other integrations of the service that share theirs, and of events sent with an API key. What is open goes along when this changes.",
  }),
};

export const newIntegration = z
  .strictObject({
    type: z.string().meta({ description: "The id of a source; see GET /sources.", example: "prometheus" }),
    name: settings.name,
    signatureSecret: signatureSecret.optional(),
    signatureHeader: signatureHeader.optional(),
    config: settings.config.optional(),
    defaultSeverity: settings.defaultSeverity.optional(),
    rateLimitPerMinute: settings.rateLimitPerMinute.optional(),
    sharesKeys: settings.sharesKeys.optional(),
  })
  .meta({ id: "NewIntegration" });
export type NewIntegration = z.output<typeof newIntegration>;

export const integrationChanges = z
  .strictObject({
    ...settings,
    signatureSecret: signatureSecret
      .nullable()
      .meta({ description: "A new secret, or null to accept unsigned requests." }),
    signatureHeader,
    pinnedTopic: z.null().meta({ description: "null forgets the Amazon SNS topic: the next one confirmed is pinned." }),
    enabled: z.boolean(),
  })
  .partial()
  .meta({ id: "IntegrationChanges", description: "What to change; what is left out stays as it is." });
export type IntegrationChanges = z.output<typeof integrationChanges>;

export const keyRotation = z
  .strictObject({
    overlapHours: z
      .number()
      .min(0)
      .max(mostOverlapHours, "The old key can stay valid for at most 720 hours.")
      .default(24)
      .meta({ description: "For how many hours the old key still works; 0 stops it at once." }),
  })
  .meta({ id: "KeyRotation" });
export type KeyRotation = z.input<typeof keyRotation>;

export const secretChoice = z
  .strictObject({
    secret: signatureSecret.optional().meta({ description: "Left out: Tocsin makes one." }),
    overlapHours: z
      .number()
      .min(0)
      .max(mostOverlapHours, "The old secret can stay valid for at most 720 hours.")
      .default(24)
      .meta({ description: "For how many hours the old secret still works; 0 stops it at once." }),
  })
  .meta({ id: "SecretChoice" });
export type SecretChoice = z.input<typeof secretChoice>;

export const sampleChoice = z
  .strictObject({
    sampleIndex: z
      .int()
      .min(0)
      .max(1000)
      .default(0)
      .meta({ description: "Which sample of the source, from 0; see GET /sources." }),
  })
  .meta({ id: "SampleChoice" });
export type SampleChoice = z.input<typeof sampleChoice>;

export const integrationAnswer = z
  .object({
    id: z.uuid(),
    serviceId: z.uuid(),
    type: z.string(),
    name: z.string(),
    key: z.string().nullable().meta({ description: "32 hexadecimal characters; null when it cannot be opened." }),
    previousKeys: z
      .array(z.object({ ending: z.string(), expiresAt: momentText }))
      .meta({ description: "Rotated keys that still work." }),
    webhookUrl: z.url(),
    eventsUrl: z
      .url()
      .meta({ description: "Where events in PagerDuty's Events API v2 format go, with the key as routing key." }),
    enabled: z.boolean(),
    disabledAt: momentText.nullable(),
    hasSignatureSecret: z.boolean(),
    previousSecretValidUntil: momentText
      .nullable()
      .meta({ description: "Until when the signature secret before this one still works." }),
    signatureHeader: z.string().nullable().meta({ description: "null: the source's own." }),
    pinnedTopic: z
      .string()
      .nullable()
      .meta({ description: "The Amazon SNS topic that was confirmed; messages of another one are refused." }),
    config: z.record(z.string(), z.unknown()),
    defaultSeverity: z.enum(severities),
    rateLimitPerMinute: z.int(),
    sharesKeys: z.boolean(),
    usedThisMinute: z.int(),
    overLimitLastHour: z.int().meta({ description: "Requests that came over the limit: late ones and refused ones." }),
    waiting: z.int().meta({ description: "Late requests whose turn has not come." }),
    createdAt: momentText,
    lastRequest: z.object({ receivedAt: momentText, outcome: z.enum(outcomes), status: z.int() }).nullable(),
  })
  .meta({ id: "Integration" });

export const rotatedAnswer = integrationAnswer
  .extend({ previousKeyValidUntil: momentText })
  .meta({ id: "RotatedIntegration" });

export const secretAnswer = integrationAnswer
  .extend({ signatureSecret: z.string().meta({ description: "Shown this once." }) })
  .meta({ id: "IntegrationWithSecret" });

export const sampleAnswer = z
  .object({
    sample: z.string().meta({ description: "The title of the sample that was sent." }),
    status: z.int().meta({ description: "What the sender would have got." }),
    body: z.unknown(),
  })
  .meta({ id: "SampleAnswer" });

const readEvent = z.object({
  action: z.enum(actions),
  dedupKey: z.string(),
  summary: z.string().optional(),
  source: z.string().optional(),
  severity: z.enum(severities).optional(),
  links: z.array(z.object({ href: z.string(), text: z.string().optional() })),
});

export const requestAnswer = z
  .object({
    id: z.uuid(),
    receivedAt: momentText,
    outcome: z.enum(outcomes),
    reason: z.string().nullable(),
    status: z.int(),
    durationMs: z.int(),
    events: z.array(readEvent),
    incidents: z.array(z.object({ id: z.uuid(), number: z.int() })),
    incidentIds: z.array(z.uuid()),
    replayOf: z.uuid().nullable().meta({ description: "The request this one is a replay of." }),
  })
  .meta({ id: "Request" });

export const requestDetailAnswer = requestAnswer
  .extend({
    source: z.string(),
    method: z.string(),
    path: z.string(),
    query: z.string(),
    headers: z.record(z.string(), z.string()),
    body: z.string(),
    bodyEncoding: z.enum(["utf8", "base64"]),
    ip: z.string(),
    unopened: z.array(z.string()).meta({
      description:
        "Dedup keys of its triggers that opened nothing, because a resolve had come first. POST …/open opens them.",
    }),
  })
  .meta({ id: "RequestDetail" });
