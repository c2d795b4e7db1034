import type { z } from "zod";
import type { IncidentSnapshot } from "#lib/events/incident-snapshot";

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

export type HttpResponse = { status: number; headers: Record<string, string>; body: string };

/** `rejected` is final: the same message can never succeed there. */
export type Verdict =
  | { kind: "delivered" }
  | { kind: "retry"; afterSeconds?: number; why: string }
  | { kind: "rejected"; why: string }
  | { kind: "disable"; why: string };

export type ChannelGroup = "Universal" | "Incident management" | "Email and messengers" | "Log management";

/** How a field of a config is drawn and kept, given to zod with `.meta(…)` on the outermost schema of the field. */
export type FieldMeta = {
  label: string;
  hint?: string;
  placeholder?: string;
  /** Kept sealed, never shown again. "values": the names of a list of pairs are shown, their values are not. */
  secret?: true | "values";
  /** An address: what stands in its query is for admins, and is left out of every log. */
  address?: true;
  /** Shown under Advanced settings. */
  advanced?: true;
  /** What the schema alone does not tell. */
  kind?: "multiline" | "pairs";
  unit?: string;
  /** The words of a choice; a value that is not named is shown as it is. */
  choices?: Record<string, string>;
  /** The heading it stands under, where a form has several. */
  group?: string;
  /** What a place picked in an example body puts into it: its path (of a list only, for "list"), its value, or a {{part}}. */
  picks?: "path" | "list" | "value" | "part";
};

/** Checks the meta of a config field: `z.string().meta(field({ label: "Name" }))`. */
export const field = (meta: FieldMeta): FieldMeta => meta;

export type ChannelSpec<C extends z.ZodObject> = {
  id: string;
  name: string;
  group: ChannelGroup;
  description: string;
  icon?: string;
  /** Draws the form: each field carries `.meta(field({ label, … }))`. A field marked secret is sealed and never shown again. */
  config: C;
  /** What is wrong beyond the schema, by field. Asked when a config is saved, so it may take its time. */
  problems?(config: z.output<C>): Record<string, string>;
  /** Pure: the requests that tell `message`, in the order they must be made. `now` is the moment of this attempt. */
  requests(message: Message, config: z.output<C>, now: Date): HttpRequest[];
  /** Absent: 2xx is delivered, 410 disables, everything else is tried again. */
  classify?(response: HttpResponse): Verdict;
  /** The line on the card: where it goes, without secrets. */
  target(config: z.output<C>): string;
  /** Markdown beside the form. */
  setup: string;
  /** A config that passes the schema, for the tests and the docs. */
  example: z.input<C>;
};

export type Channel = Omit<ChannelSpec<z.ZodObject>, "problems" | "requests" | "target" | "example"> & {
  /** What is wrong with a config that fits the schema, by field. */
  problems(config: Record<string, unknown>): Record<string, string>;
  requests(message: Message, config: Record<string, unknown>, now: Date): HttpRequest[];
  target(config: Record<string, unknown>): string;
  example: Record<string, unknown>;
};

/**
 * Closes over the config schema of a channel: `problems`, `requests` and `target` take the config as stored and throw when it
 * no longer fits. A config is parsed once for as long as its object lives, so it must not be changed.
 */
export function defineChannel<C extends z.ZodObject>(spec: ChannelSpec<C>): Channel {
  const known = new WeakMap<Record<string, unknown>, z.output<C>>();
  const parsed = (config: Record<string, unknown>) => {
    const output = known.get(config) ?? spec.config.parse(config);
    known.set(config, output);
    return output;
  };
  return {
    ...spec,
    problems: (config) => spec.problems?.(parsed(config)) ?? {},
    requests: (message, config, now) => spec.requests(message, parsed(config), now),
    target: (config) => spec.target(parsed(config)),
    example: spec.example,
  };
}
