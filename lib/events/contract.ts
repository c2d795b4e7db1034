import { z } from "zod";
import { type Actor, actorKinds, type Severity, type Urgency } from "#db/vocabulary";

export type EventGroup = "Incidents" | "System related";

/** What subscriptions may choose events by. */
export type Facets = { serviceId?: string; severity?: Severity; urgency?: Urgency };

/** What an event says to people: one line that stands alone, and the path where a person looks at it. */
export type Told = { summary: string; path: string };

/** An entry of a timeline, and what it says: a sentence, and the words that somebody wrote or sent with it. */
export type Entry = { actor: { kind: string; name: string }; details: Record<string, unknown> };
export type Sentence = { sentence: string; words?: string };

export type EventSpec<Id extends string, Payload extends z.ZodObject> = {
  id: Id;
  group: EventGroup;
  label: string;
  /** When it happens. */
  hint: string;
  /** What happened, said after "it": "was acknowledged". */
  past: string;
  /** What a row of the outbox carries. */
  payload: Payload;
  facets(payload: z.output<Payload>): Facets;
  tell(payload: z.output<Payload>): Told;
  /** An event of this kind at `now`, for the docs, tests and the battery of channels. */
  sample(now: Date): z.input<Payload>;
};

/** An event of the catalogue, its payload as it comes from the outbox. */
export type PlatformEvent<Id extends string = string, Payload extends z.ZodObject = z.ZodObject> = Omit<
  EventSpec<Id, Payload>,
  "facets" | "tell"
> & {
  facets(payload: Record<string, unknown>): Facets;
  /** Undefined when the payload is of another release and does not fit. */
  tell(payload: Record<string, unknown>): Told | undefined;
};

/** Closes over the payload of an event: its functions take it as it is stored. */
export function defineEvent<Id extends string, Payload extends z.ZodObject>(
  spec: EventSpec<Id, Payload>,
): PlatformEvent<Id, Payload> {
  return {
    ...spec,
    facets: (payload) => spec.facets(spec.payload.parse(payload)),
    tell(payload) {
      const parsed = spec.payload.safeParse(payload);
      return parsed.success ? spec.tell(parsed.data) : undefined;
    },
  };
}

/** Who did it, in a payload. */
export const eventActor = z.object({ kind: z.enum(actorKinds), id: z.string().nullable(), name: z.string() });

export const sampleActor: Actor = { kind: "person", id: "01a1f6ea-5c00-7000-8000-000000000003", name: "Alice" };
