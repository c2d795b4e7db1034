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
  /** The sender asks whether we are there: why, what address to visit for it, and what to answer. */
  | { handshake: string; visit?: string; reply?: Answer }
  | { unreadable: Problem[] };

/** What is wrong and where: `path` is dotted ("payload.severity"), empty for the body as a whole. */
export type Problem = { path: string; message: string };

/** What became of one event of the request. `incident` is null when an acknowledge or resolve found nothing open. */
export type EventResult = { action: Action; dedupKey: string; incident: { id: string; number: number } | null };

/** How a request ended, for a source that answers in its vendor's own shape. */
export type Ending =
  | { outcome: "accepted"; events: EventResult[]; problems: string[] }
  | { outcome: "ignored" | "test" | "handshake"; reason: string }
  | { outcome: "refused"; status: number; message: string; problems: Problem[] };

export type Answer = { status: number; body: Record<string, unknown> };

/**
 * How the sender proves itself, as data; lib/signatures/verify.ts knows each kind. `headers` are looked in in order; an
 * integration may name another one. The secret is the integration's.
 */
export type Signature =
  | Hmac
  /** The secret itself in a header. */
  | { kind: "token"; headers: string[] }
  /** The secret itself in the body, at a dotted path. */
  | { kind: "body-token"; path: string }
  /** An HMAC-SHA256 in hex of body fields put together, as Mailgun sends. The time is a Unix second. */
  | { kind: "body-hmac"; signature: string; signed: string[]; timestamp: string; toleranceSeconds: number }
  /** webhook-id, webhook-timestamp, webhook-signature (Standard Webhooks 1.0). */
  | { kind: "standard-webhooks" }
  /** Amazon SNS: RSA over fields of the body, with a certificate of Amazon's. Checked whether or not there is a secret. */
  | { kind: "sns" }
  /**
   * A JWT in Authorization (RS256, keys from `keysUrl`). The secret is the expected audience. In issuers and claims {name}
   * is that field of the integration's config: an issuer cannot do without it, a claim is not asked for while it is empty.
   */
  | { kind: "jwt"; keysUrl: string; issuers: string[]; claims?: Claim[] }
  /** The first of these whose headers are there. */
  | { kind: "any"; of: Signature[] };

/** At least one of the claims `names` must be there, and none may be anything else than `is`. */
export type Claim = { names: string[]; is: string | true };

export type Hmac = {
  kind: "hmac";
  algorithm: "sha256" | "sha1";
  headers: string[];
  prefix?: string;
  encoding?: "hex" | "base64";
  /** The body is signed behind a time from this header: `<time><separator><body>`. Without the header the body alone is. */
  timestamp?: { header: string; separator: string; before?: string; toleranceSeconds: number };
};

/** What a source may know of a request beside its body. Header names are lower-case. */
export type Facts = { method: string; headers: Record<string, string>; query: URLSearchParams };

export type Sample<Payload> = {
  title: string;
  payload: Payload;
  /** Headers that say what the payload is, where the vendor does it so. */
  headers?: Record<string, string>;
  /** The integration's config it is meant for; left out: none. */
  config?: Record<string, unknown>;
  /** What it must become; fields left out are not compared. Empty for one that is ignored or a test. */
  becomes: Partial<Event>[];
};

/** The groups of document 004, and Security. */
export type SourceGroup =
  | "Monitoring & APM"
  | "Cloud providers"
  | "CI/CD & DevOps"
  | "Uptime monitoring"
  | "Security"
  | "Other";

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
  /** The largest body that is taken; absent: 1 MiB. */
  maxBodyBytes?: number;
  /** The config says where things are in any JSON: it has a page of its own, over the requests that came. */
  mapsFields?: true;
  /** Where the vendor's id of a delivery is: a repeat within 24 hours is answered 2xx and has no effect. */
  deliveryId?: { header: string } | { path: string };
  /** Pure. Events, or why there are none. */
  events(payload: z.output<P>, config: ConfigOf<C>, facts: Facts): Event[] | Reading;
  /** Absent, or undefined for some endings: Tocsin's own answer. */
  answer?(ending: Ending): Answer | undefined;
  /**
   * The vendor sends a refused request again until it is taken. Once the sender has proven itself, what cannot be read is
   * therefore answered 2xx and kept as ignored.
   */
  resendsRefused?: boolean;
  /**
   * What `occurredAt` is the time of; say beside it why. `own`: of what this very message tells, so that a trigger from before
   * the last resolve of its key came late and opens nothing. `onset`: of when the trouble began, which it keeps when it goes
   * on after a resolve. `none`: it is never given. Of these two every trigger is believed.
   */
  occurredAtIs: "own" | "onset" | "none";
  /**
   * What a sender over the limit is told: 429 only where the vendor's clients try again after it. Elsewhere its request is
   * stored and waits for its turn, and 503 is told only when too many wait already.
   */
  overLimit: 429 | 503;
  /** Markdown steps; {url}, {key} and {base} are filled in. */
  setup: string;
  /** The steps were followed with the program itself. Absent: they say themselves that they were not. */
  isTried?: true;
  samples: Sample<z.input<P>>[];
};

export type Source = Omit<SourceSpec<z.ZodType, Config>, "payload" | "events" | "samples"> & {
  /** Reads a parsed body; `config` is the integration's, as stored. */
  read(body: unknown, config: Record<string, unknown>, facts?: Facts): Reading;
  samples: Sample<unknown>[];
};

/**
 * Closes over the schemas of a source, so that the rest of Tocsin sees only `read`. Sources need not bound or clean
 * their text: intake does (lib/intake/ready-events.ts).
 */
export function defineSource<P extends z.ZodType, C extends Config = undefined>(spec: SourceSpec<P, C>): Source {
  return {
    ...spec,
    setup: spec.isTried ? spec.setup : `${spec.setup}\n\n${untried(spec.name)}`,
    read(body, config, facts = noFacts) {
      const parsed = spec.payload.safeParse(body, { error: inWords });
      if (!parsed.success) return unreadable(parsed.error.issues.map(problemOf));
      const read = spec.events(parsed.data, parsedConfig(spec.config, config), facts);
      const reading = Array.isArray(read) ? { events: read, problems: [] } : read;
      if ("unreadable" in reading) return unreadable(reading.unreadable);
      return "events" in reading ? { events: reading.events, problems: noted(reading) } : reading;
    },
  };
}

const untried = (name: string) =>
  `These steps were written from what is published and not tried with ${name} itself. Where a screen reads differently, go by what it means; what then arrives stands under *Requests*.`;

const noFacts: Facts = { method: "POST", headers: {}, query: new URLSearchParams() };

// The config was checked by the schema when it was saved; parsing fills in the defaults. A field that a newer schema no
// longer takes counts as left out: its page says so, and no alert is lost over it.
function parsedConfig<C extends Config>(schema: C | undefined, stored: Record<string, unknown>): ConfigOf<C> {
  return (schema ? fitting(schema, stored) : {}) as ConfigOf<C>;
}

function fitting(schema: z.ZodObject, stored: Record<string, unknown>): Record<string, unknown> {
  const parsed = schema.safeParse(stored);
  if (parsed.success) return parsed.data;
  const wrong = new Set(parsed.error.issues.map(({ path }) => path[0]));
  return schema.parse(Object.fromEntries(Object.entries(stored).filter(([name]) => !wrong.has(name))));
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
