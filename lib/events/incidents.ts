import { z } from "zod";
import type { TimelineKind } from "#db/vocabulary";
import { defineEvent, type Entry, eventActor, type Sentence, sampleActor } from "#lib/events/contract";
import { type IncidentSnapshot, incidentSnapshot, sampleIncident } from "#lib/events/incident-snapshot";
import { dayAndMinute } from "#lib/format";

const moment = z.iso.datetime({ offset: true });
const nothing = z.object({});

/** What happens to incidents, in the order of the form. */
export const incidentEvents = [
  incidentEvent({
    id: "incident.triggered",
    kind: "triggered",
    label: "Triggered",
    hint: "A new incident was opened.",
    past: "was triggered",
    details: z.object({ summary: z.string().optional() }),
    entry: (actor, { summary }) => ({ sentence: `Triggered by ${actor}`, words: summary }),
    summary: ({ which, incident }) => `${which} triggered: ${incident.title}`,
  }),
  incidentEvent({
    id: "incident.acknowledged",
    kind: "acknowledged",
    label: "Acknowledged",
    hint: "Somebody took the incident.",
    past: "was acknowledged",
    details: nothing,
    entry: (actor) => ({ sentence: `Acknowledged by ${actor}` }),
    summary: ({ which, by, incident }) => `${which} acknowledged${by}: ${incident.title}`,
    sample: { incident: { status: "acknowledged" } },
  }),
  incidentEvent({
    id: "incident.unacknowledged",
    kind: "unacknowledged",
    label: "Unacknowledged",
    hint: "Nobody has the incident again.",
    past: "was unacknowledged",
    details: nothing,
    entry: (actor) => ({ sentence: `Given back by ${actor}; it is triggered again` }),
    summary: ({ which, by, incident }) => `${which} given back${by}: ${incident.title}`,
  }),
  incidentEvent({
    id: "incident.resolved",
    kind: "resolved",
    label: "Resolved",
    hint: "The trouble is over.",
    past: "was resolved",
    details: z.object({ summary: z.string().optional() }),
    entry: (actor) => ({ sentence: `Resolved by ${actor}` }),
    summary: ({ which, by, incident }) => `${which} resolved${by}: ${incident.title}`,
    sample: { incident: { status: "resolved" } },
  }),
  incidentEvent({
    id: "incident.reopened",
    kind: "reopened",
    label: "Reopened",
    hint: "A resolved incident was opened again.",
    past: "was reopened",
    details: nothing,
    entry: (actor) => ({ sentence: `Reopened by ${actor}` }),
    summary: ({ which, by, incident }) => `${which} reopened${by}: ${incident.title}`,
  }),
  incidentEvent({
    id: "incident.snoozed",
    kind: "snoozed",
    label: "Snoozed",
    hint: "The incident was snoozed until a later time.",
    past: "was snoozed",
    details: z.object({ until: moment.optional() }),
    entry: (actor, { until }, zone) => ({
      sentence: `Snoozed by ${actor}${until ? ` until ${dayAndMinute(until, zone)}` : ""}`,
    }),
    summary: ({ which, by, incident }) =>
      `${which} snoozed${by}${incident.snoozedUntil ? ` until ${minuteOf(incident.snoozedUntil)}` : ""}: ${incident.title}`,
    sample: { incident: { snoozedUntil: "2030-01-01T09:00:00.000Z" }, details: { until: "2030-01-01T09:00:00.000Z" } },
  }),
  incidentEvent({
    id: "incident.unsnoozed",
    kind: "snooze_ended",
    label: "Snooze ended",
    hint: "A snoozed incident needs attention again.",
    past: "woke from its snooze",
    details: nothing,
    entry: () => ({ sentence: "The snooze ended; it is triggered again" }),
    summary: ({ which, incident }) => `${which} needs attention again: ${incident.title}`,
  }),
  incidentEvent({
    id: "incident.assigned",
    kind: "assigned",
    label: "Assigned",
    hint: "The incident was given to other people.",
    past: "was assigned",
    details: z.object({ assignees: z.array(z.object({ id: z.string(), name: z.string() })).optional() }),
    entry: (actor, { assignees = [] }) => ({
      sentence: assignment(
        actor,
        assignees.map(({ name }) => name),
      ),
    }),
    summary: ({ which, incident }) =>
      `${which} assigned to ${incident.assignees.map((one) => one.name).join(", ") || "nobody"}: ${incident.title}`,
    sample: {
      incident: { assignees: [{ id: "01a1f6ea-5c00-7000-8000-000000000004", name: "Bob" }] },
      details: { assignees: [{ id: "01a1f6ea-5c00-7000-8000-000000000004", name: "Bob" }] },
    },
  }),
  incidentEvent({
    id: "incident.noted",
    kind: "noted",
    label: "Note added",
    hint: "Somebody wrote a note.",
    past: "got a note",
    details: z.object({ text: z.string().optional() }),
    entry: (actor, { text }) => ({ sentence: `Note by ${actor}`, words: text }),
    summary: ({ which, actor, details }) => `${actor} on ${which}: ${details.text ?? ""}`,
    sample: { details: { text: "Restarted the service." } },
  }),
  incidentEvent({
    id: "incident.changed",
    kind: "changed",
    label: "Changed",
    hint: "Its title, severity or tags changed.",
    past: "was changed",
    details: z.object({ field: z.string().optional(), to: z.string().optional() }),
    entry: (actor, { field = "something", to }) => ({ sentence: `${capital(field)} changed by ${actor}`, words: to }),
    summary: ({ which, by, incident, details }) =>
      `${which} has another ${details.field ?? "title"}${by}: ${incident.title}`,
    sample: { details: { field: "title", to: "High CPU on web-01" } },
  }),
];

type Parts<Details> = {
  /** "#412". */
  which: string;
  actor: string;
  /** " by Alice"; empty when it was no person. */
  by: string;
  incident: IncidentSnapshot;
  details: Details;
};

type IncidentEventSpec<Id extends string, Details extends z.ZodObject> = {
  id: Id;
  /** Of its entry in the timeline. */
  kind: TimelineKind;
  label: string;
  hint: string;
  past: string;
  details: Details;
  /** What the entry says, in the reader's zone. */
  entry(actor: string, details: z.output<Details>, zone: string): { sentence: string; words?: string | undefined };
  summary(parts: Parts<z.output<Details>>): string;
  sample?: { incident?: Partial<IncidentSnapshot>; details?: z.input<Details> };
};

function incidentEvent<Id extends string, Details extends z.ZodObject>(spec: IncidentEventSpec<Id, Details>) {
  const { id, label, hint, past, kind, sample } = spec;
  const event = defineEvent({
    ...{ id, label, hint, past, group: "Incidents" as const },
    payload: z.object({ actor: eventActor, incident: incidentSnapshot, details: spec.details.optional() }),
    facets: ({ incident: { service, severity, urgency } }) => ({ serviceId: service.id, severity, urgency }),
    tell: ({ actor, incident, details }) => ({
      summary: spec.summary({
        ...{ which: `#${incident.number}`, actor: actor.name, incident, details: read(spec.details, details) },
        by: actor.kind === "person" || actor.kind === "api_key" ? ` by ${actor.name}` : "",
      }),
      path: incidentPath(incident),
    }),
    sample: (now) => ({
      actor: sampleActor,
      incident: sampleIncident(now, sample?.incident),
      ...(sample?.details && { details: sample.details }),
    }),
  });
  const sentence = ({ actor, details }: Entry, zone: string): Sentence =>
    spoken(spec.entry(actor.name, read(spec.details, details), zone));
  return { ...event, kind, sentence };
}

/** The event of what people and timers do to incidents, by the kind of its entry in the timeline. */
export function eventTypeOf(kind: TimelineKind): IncidentEventType {
  const event = incidentEvents.find((each) => each.kind === kind);
  if (!event) throw new Error(`There is no event for ${kind}`);
  return event.id;
}

type IncidentEventType = (typeof incidentEvents)[number]["id"];

/** What the details say, as far as they fit: an entry of long ago is told too. */
function read<Details extends z.ZodObject>(schema: Details, details: unknown): z.output<Details> {
  const parsed = schema.safeParse(details ?? {});
  return parsed.success ? parsed.data : schema.parse({});
}

const spoken = ({ sentence, words }: { sentence: string; words?: string | undefined }): Sentence =>
  words ? { sentence, words } : { sentence };

/** Where an incident is looked at; that of a test is none. */
export const incidentPath = ({ number }: Pick<IncidentSnapshot, "number">): string =>
  number ? `/incidents/${number}` : "/integrations";

function assignment(actor: string, names: string[]): string {
  if (names.length === 0) return `Taken off everybody by ${actor}`;
  if (names.length === 1 && names[0] === actor) return `${actor} took it`;
  return `Assigned to ${names.join(", ")} by ${actor}`;
}

const capital = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
const minuteOf = (at: string) => `${new Date(at).toISOString().slice(0, 16).replace("T", " ")} UTC`;
