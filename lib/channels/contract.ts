import type { z } from "zod";
import type { EventGroup } from "#lib/events/contract";
import type { IncidentSnapshot } from "#lib/events/incident-snapshot";
import { type Field, fieldsOf } from "#lib/forms/fields-of";

/** What a channel is asked to tell. */
export type Message = {
  /** The same on every retry and replay: receivers drop repeats by it. Has no dot. */
  id: string;
  /** An event type of the catalogue ("incident.triggered"), or "integration.test". */
  type: string;
  /** Sent by a person pressing Test: its texts for people start with "[Test message]" already. */
  test: boolean;
  /** One line for people. */
  summary: string;
  occurredAt: string;
  /** Who did it. */
  actor: { kind: string; id: string | null; name: string };
  incident?: IncidentSnapshot;
  /** What is particular about this event: the `text` of a note, the `until` of a snooze. */
  details: Record<string, unknown>;
  /** What the event is about when it is no incident. */
  subject?: Record<string, unknown>;
  /** Where a person looks at it. */
  url: string;
};

/** One HTTP request a channel wants made. lib/net/http.ts is the only one that makes it. */
export type HttpRequest = {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  url: string;
  headers: Record<string, string>;
  body: string;
  connectTimeoutMs?: number;
  requestTimeoutMs?: number;
  tls?: { ca?: string; cert?: string; key?: string; verify?: boolean };
};

/** One mail a channel wants sent; without one the server is only signed in to. lib/net/smtp.ts is the only one that does it. */
export type SmtpRequest = {
  via: "smtp";
  server: {
    host: string;
    port: number;
    /** "tls" from the first byte, or "starttls" before anything is said; "none" only for a server next door. */
    security: "starttls" | "tls" | "none";
    user?: string | undefined;
    password?: string | undefined;
    verify?: boolean;
  };
  mail?: {
    from: string;
    to: string[];
    subject: string;
    text: string;
    messageId: string;
    /** The message that those of one subject answer to, so that they stand together. */
    thread?: string | undefined;
  };
};

export type Request = HttpRequest | SmtpRequest;

/** What a server answered; of a mail server the code of SMTP and its line. */
export type HttpResponse = { status: number; headers: Record<string, string>; body: string };

/** What a subject is called at the other end, in the channel's own words: an id, a thread. */
export type Ref = Record<string, string>;

/** What the other end already has of the subject of a message. */
export type Past = { ref?: Ref };

/** What an answer means. */
export type Verdict =
  /** It has it, under this name. */
  | { kind: "delivered"; ref?: Ref }
  /** It took it and works on it; `confirm` asks what became of it, after so long. */
  | { kind: "accepted"; ref: Ref; confirmAfterSeconds?: number }
  | { kind: "retry"; afterSeconds?: number; why: string }
  /** Final: the same message can never succeed there. */
  | { kind: "rejected"; why: string }
  /** The credentials are dead: everything is held, and tried again when somebody has mended them. */
  | { kind: "blocked"; why: string }
  /** The address is dead: the destination is disabled. */
  | { kind: "gone"; why: string }
  /** What the message was to change is not there any more: it is told anew, without a past. */
  | { kind: "stale" };

export type ChannelGroup = "Universal" | "Incident management" | "Email and messengers" | "Log management";

/** Where a message goes: by which settings, and to whom where the channel has addresses and the message one. */
export type To<C, A = Record<string, unknown>> = { config: C; address?: A | undefined };

export type ChannelSpec<C extends z.ZodObject, A extends z.ZodObject = z.ZodObject> = {
  id: string;
  name: string;
  group: ChannelGroup;
  description: string;
  icon?: string;
  /** Draws the form: each field carries `.meta(field({ label, … }))`. A field marked secret is sealed and never shown again. */
  config: C;
  /** What is wrong beyond the schema, by field. Asked when a config is saved, so it may take its time. */
  problems?(config: z.output<C>): Record<string, string>;
  /** Who hears a message, where one connection serves many. Absent: the config says it all. */
  address?: A;
  /** What the other end bears: so many at once, and so many a minute. Absent: what its answers allow. */
  limits?: { inFlight?: number; perMinute?: number };
  /** The groups of events it can carry. Absent: all. */
  carries?: readonly EventGroup[];
  /**
   * Pure: the one request that tells `message`; nothing where there is nothing to say. `past` is what the other end has of
   * its subject, `now` the moment of this attempt. One only, so that trying again repeats nothing that was seen.
   */
  tell(message: Message, to: To<z.output<C>, z.output<A>>, past: Past, now: Date): Request | undefined;
  /** Absent: 2xx is delivered, 410 is gone, everything else is tried again. */
  read?(response: HttpResponse): Verdict;
  /** What became of a message that was accepted under `ref`: the request that asks, and what its answer means. */
  confirm?: { ask(ref: Ref, config: z.output<C>): HttpRequest; read(response: HttpResponse, ref: Ref): Verdict };
  /**
   * Asks whether the settings are good so that nobody at the other end sees anything of it. Its answer is read as any other,
   * and of a good one `good` says what it proves. Absent where the other end has no such request.
   */
  check?: { ask(config: z.output<C>, now: Date): Request; good: string };
  /** How many characters the other end takes: of a title or first line, and of a whole text. The channel cuts by it. */
  maxText: { title: number; body: number };
  /** The line on the card: where it goes, without secrets. */
  target(config: z.output<C>): string;
  /** Markdown beside the form. */
  setup: string;
  /** A config that passes the schema, for the tests and the docs. */
  example: z.input<C>;
};

type Config = Record<string, unknown>;

export type Channel = Omit<
  ChannelSpec<z.ZodObject>,
  "problems" | "tell" | "confirm" | "check" | "target" | "example"
> & {
  /** The fields of the form for its config, drawn once. */
  fields: readonly Field[];
  /** What is wrong with a config that fits the schema, by field. */
  problems(config: Config): Record<string, string>;
  tell(message: Message, to: To<Config>, past: Past, now: Date): Request | undefined;
  confirm?: { ask(ref: Ref, config: Config): HttpRequest; read(response: HttpResponse, ref: Ref): Verdict };
  check?: { ask(config: Config, now: Date): Request; good: string };
  target(config: Config): string;
  example: Config;
};

/**
 * Closes over the config schema of a channel: its functions take the config as stored and throw when it no longer fits.
 * A config is parsed once for as long as its object lives, so it must not be changed.
 */
export function defineChannel<C extends z.ZodObject, A extends z.ZodObject>(spec: ChannelSpec<C, A>): Channel {
  const known = new WeakMap<Config, z.output<C>>();
  const parsed = (config: Config) => {
    const output = known.get(config) ?? spec.config.parse(config);
    known.set(config, output);
    return output;
  };
  const { problems, tell, confirm, check, target, ...rest } = spec;
  return {
    ...rest,
    fields: fieldsOf(spec.config),
    problems: (config) => problems?.(parsed(config)) ?? {},
    tell: (message, { config, address }, past, now) =>
      tell(message, { config: parsed(config), address: address && spec.address?.parse(address) }, past, now),
    ...(confirm && { confirm: { ask: (ref, config) => confirm.ask(ref, parsed(config)), read: confirm.read } }),
    ...(check && { check: { ...check, ask: (config, now) => check.ask(parsed(config), now) } }),
    target: (config) => target(parsed(config)),
  };
}
