import { z } from "zod";
import { actions, actorKinds, incidentStatuses, severities, timelineKinds, urgencies } from "#db/vocabulary";
import { givenMoment, momentText } from "#lib/schemas/text";

type Rule<Value> = [fits: (value: Value) => boolean, otherwise: { error: string; path: string[] }];

const longestSnoozeMinutes = 525_600;

export const eitherMoment: Rule<{ until?: unknown; minutes?: unknown }> = [
  ({ until, minutes }) => (until === undefined) !== (minutes === undefined),
  { error: "Give either until or minutes.", path: ["until"] },
];

export const snoozeChoice = z
  .strictObject({
    until: givenMoment.optional().meta({ description: "Until this moment." }),
    minutes: z
      .number()
      .positive("More than 0 minutes.")
      .max(longestSnoozeMinutes, "At most a year.")
      .optional()
      .meta({ description: "For so long from now on." }),
  })
  .refine(...eitherMoment)
  .meta({ id: "Snooze", description: "Either until or minutes." });

const chosenPeople = z.array(z.uuid()).max(50, "At most 50 people.");

export const eitherPeople: Rule<{ personIds?: unknown; addPersonIds?: unknown; removePersonIds?: unknown }> = [
  ({ personIds, addPersonIds, removePersonIds }) => (personIds === undefined) !== !(addPersonIds ?? removePersonIds),
  { error: "Give either personIds, or addPersonIds and removePersonIds.", path: ["personIds"] },
];

export const assignment = z
  .strictObject({
    personIds: chosenPeople.optional().meta({ description: "Who has it from now on; nobody when empty." }),
    addPersonIds: chosenPeople.optional().meta({ description: "Who has it too; everybody else keeps it." }),
    removePersonIds: chosenPeople.optional().meta({ description: "Who no longer has it." }),
  })
  .refine(...eitherPeople)
  .meta({ id: "Assignment", description: "Either personIds, or addPersonIds and removePersonIds." });

export const newNote = z.strictObject({ text: z.string("Write something.") }).meta({ id: "NewNote" });

const person = z.object({ id: z.uuid(), name: z.string() });
const links = z.array(z.object({ href: z.string(), text: z.string().optional() }));
const images = z.array(z.object({ src: z.string(), href: z.string().optional(), alt: z.string().optional() }));
const actor = z.object({ kind: z.enum(actorKinds), id: z.uuid().nullable(), name: z.string() });

export const incidentAnswer = z
  .object({
    id: z.uuid(),
    number: z.int().meta({ description: "What people say aloud: #412." }),
    title: z.string(),
    status: z.enum(incidentStatuses),
    severity: z.enum(severities),
    urgency: z.enum(urgencies),
    source: z.string(),
    dedupKey: z.string(),
    service: z.object({ id: z.uuid(), name: z.string() }),
    assignees: z.array(person),
    alertCount: z.int(),
    openedAt: momentText,
    lastAlertAt: momentText,
    acknowledgedAt: momentText.nullable(),
    resolvedAt: momentText.nullable(),
    snoozedUntil: momentText.nullable(),
    changedAt: momentText,
    links,
    images,
  })
  .meta({ id: "Incident" });

export const alertAnswer = z
  .object({
    id: z.uuid(),
    requestId: z.uuid().nullable().meta({ description: "Null when no request carried it." }),
    integrationId: z.uuid().nullable(),
    action: z.enum(actions),
    dedupKey: z.string(),
    summary: z.string(),
    source: z.string(),
    severity: z.enum(severities),
    details: z.record(z.string(), z.unknown()),
    links,
    images,
    occurredAt: momentText.nullable().meta({ description: "When the sender says it happened." }),
    receivedAt: momentText,
    suppressed: z.boolean().meta({ description: "It opened nothing and paged nobody, as was decided when it came." }),
    request: z
      .object({
        id: z.uuid(),
        receivedAt: momentText,
        method: z.string(),
        path: z.string(),
        headers: z.record(z.string(), z.string()),
        body: z.string(),
        truncated: z.boolean(),
      })
      .nullable()
      .meta({ description: "The request that carried it; null when none did, and once it is too old." }),
  })
  .meta({ id: "Alert" });

const timelineEntry = z.object({
  id: z.uuid(),
  at: momentText,
  kind: z.enum(timelineKinds),
  actor,
  details: z.record(z.string(), z.unknown()),
});

export const incidentDetailAnswer = incidentAnswer
  .extend({
    timeline: z.array(timelineEntry).meta({ description: "Oldest first; the newest 500." }),
    alerts: z
      .array(alertAnswer)
      .meta({ description: "Newest first; the first 25. The rest is at /incidents/{id}/alerts." }),
    alertsNextCursor: z.string().nullable(),
  })
  .meta({ id: "IncidentDetail" });

export const verdictAnswer = incidentAnswer
  .extend({
    changed: z.boolean().meta({ description: "False when it had been so already." }),
    by: z.object({ actor, at: momentText }).nullable().meta({ description: "Who made it so, and when." }),
  })
  .meta({ id: "IncidentVerdict" });

export const manyVerdictAnswer = z
  .object({
    changedCount: z.int(),
    changed: z.array(z.uuid()),
    unchanged: z.array(z.uuid()).meta({ description: "They had been so already, or do not exist." }),
    hasMore: z.boolean().meta({ description: "More than 5,000 fit the filter; call again for the rest." }),
  })
  .meta({ id: "IncidentsVerdict" });

export const incidentCount = z
  .object({
    count: z.int().meta({ description: "Counting stops at 5,000." }),
    until: momentText.meta({
      description: "Those are counted that opened before this moment. Give it with the filter to act on just them.",
    }),
  })
  .meta({ id: "IncidentCount" });

export const incidentCounts = z
  .object({ open: z.int(), mine: z.int(), snoozed: z.int() })
  .meta({ id: "IncidentCounts" });
