import type { z } from "zod";
import type { Action, Severity } from "#db/vocabulary";
import { inWords } from "#lib/reading/in-words";
import { truncate } from "#lib/text";

/** What one part of a payload asks for. Text is as the sender wrote it: nothing is escaped here. */
export type Event = {
  action: Action;
  /** What the sender calls the same trouble in all its messages. A trigger without one gets a new one. */
  dedupKey?: string;
  /** One line for people. Acknowledge and resolve events may leave it out. */
  summary?: string;
  /** Left out where the sender does not say; the integration's default is used then. */
  severity?: Severity;
  /** The machine, job or system the trouble is at. */
  source?: string;
  /** When the sender says it happened (ISO 8601). */
  occurredAt?: string;
  links?: { href: string; text?: string }[];
  images?: { src: string; href?: string; alt?: string }[];
  details?: Record<string, unknown>;
};

/** What a source makes of a payload. `problems` are parts it could not read or had to cut, while others went through. */
export type Reading =
  | { events: Event[]; problems: string[] }
  | { ignored: string }
  | { test: string }
  | { unreadable: Problem[] };

/** What is wrong and where: `path` is dotted ("payload.severity"), empty for the body as a whole. */
export type Problem = { path: string; message: string };

/** What became of one event of the request. `incident` is null when an acknowledge or resolve found nothing open. */
export type EventResult = { action: Action; dedupKey: string; incident: { id: string; number: number } | null };

/** How a request ended, for a source that answers in its vendor's own shape. */
export type Ending =
  | { outcome: "accepted"; events: EventResult[]; problems: string[] }
  | { outcome: "ignored" | "test"; reason: string }
  | { outcome: "refused"; status: number; message: string; problems: Problem[] };

export type Answer = { status: number; body: Record<string, unknown> };

/** How the sender proves itself, as data; lib/intake/verify.ts knows each kind. */
export type Signature =
  | { kind: "hmac-sha256"; headers: string[]; prefix?: string; encoding?: "hex" | "base64" }
  | { kind: "token"; headers: string[] };

export type Sample<Payload> = {
  title: string;
  payload: Payload;
  /** The integration's config it is meant for; left out: none. */
  config?: Record<string, unknown>;
  /** What it must become; fields left out are not compared. Empty for one that is ignored or a test. */
  becomes: Partial<Event>[];
};

export type SourceGroup = "Monitoring" | "Cloud" | "CI/CD" | "Uptime" | "Security" | "Other";

type Config = z.ZodObject | undefined;
type ConfigOf<C extends Config> = C extends z.ZodObject ? z.output<C> : Record<string, never>;

export type SourceSpec<P extends z.ZodType, C extends Config> = {
  /** The name in URLs and in the database. */
  id: string;
  name: string;
  group: SourceGroup;
  /** One sentence for the gallery. */
  description: string;
  /** The simple-icons slug of its logo, where there is one. */
  icon?: string;
  /** Absent: the headers of document 004, X-Signature or X-Webhook-Signature. */
  signature?: Signature;
  payload: P;
  config?: C;
  /** Pure. Events, or why there are none. */
  events(payload: z.output<P>, config: ConfigOf<C>): Event[] | Reading;
  /** Absent: Tocsin's own answer. */
  answer?(ending: Ending): Answer;
  /** What a sender over the limit is told: 429 only where the vendor's clients try again after it. */
  overLimit: 429 | 503;
  /** Markdown steps; {url}, {key} and {base} are filled in. */
  setup: string;
  samples: Sample<z.input<P>>[];
};

export type Source = Omit<SourceSpec<z.ZodType, Config>, "payload" | "events" | "samples"> & {
  /** Reads a parsed body; `config` is the integration's, as stored. */
  read(body: unknown, config: Record<string, unknown>): Reading;
  samples: Sample<unknown>[];
};

/**
 * Closes over the schemas of a source, so that the rest of Tocsin sees only `read`. Sources need not bound or clean
 * their text: intake does (lib/intake/ready-events.ts).
 */
export function defineSource<P extends z.ZodType, C extends Config = undefined>(spec: SourceSpec<P, C>): Source {
  return {
    ...spec,
    read(body, config) {
      const parsed = spec.payload.safeParse(body, { error: inWords });
      if (!parsed.success) return unreadable(parsed.error.issues.map(problemOf));
      const read = spec.events(parsed.data, parsedConfig(spec.config, config));
      const reading = Array.isArray(read) ? { events: read, problems: [] } : read;
      if ("unreadable" in reading) return unreadable(reading.unreadable);
      return "events" in reading ? { events: reading.events, problems: noted(reading) } : reading;
    },
  };
}

// The config was checked by this same schema when it was saved, so parsing cannot fail; it fills in the defaults.
function parsedConfig<C extends Config>(schema: C | undefined, stored: Record<string, unknown>): ConfigOf<C> {
  return (schema ? schema.parse(stored) : {}) as ConfigOf<C>;
}

const problemOf = (issue: z.core.$ZodIssue): Problem => ({
  path: issue.path.map(String).join("."),
  message: issue.message,
});

const mostProblems = 20;
const longestPath = 200;

// A hostile body can be wrong in a hundred thousand places; the first few say enough.
function unreadable(problems: Problem[]): Reading {
  return {
    unreadable: problems
      .slice(0, mostProblems)
      .map(({ path, message }) => ({ path: truncate(path, longestPath), message })),
  };
}

const longestSummary = 1024;

function noted({ events, problems }: Extract<Reading, { events: Event[] }>): string[] {
  const few = problems.slice(0, mostProblems);
  const isCut = events.some(({ summary }) => summary !== undefined && summary.trim().length > longestSummary);
  return isCut ? [...few, `A summary of more than ${longestSummary} characters was cut.`] : few;
}
