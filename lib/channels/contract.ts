import type { z } from "zod";
import type { IncidentStatus, Severity, Urgency } from "#db/vocabulary";

/** An incident as it was when the event happened. */
export type IncidentSnapshot = {
  id: string;
  number: number;
  title: string;
  status: IncidentStatus;
  severity: Severity;
  urgency: Urgency;
  source: string;
  dedupKey: string;
  service: { id: string; name: string };
  assignees: { id: string; name: string }[];
  alertCount: number;
  openedAt: string;
  acknowledgedAt: string | null;
  resolvedAt: string | null;
  snoozedUntil: string | null;
  links: { href: string; text?: string }[];
};

/** What a channel is asked to tell. */
export type Message = {
  /** The same on every retry and replay: receivers drop repeats by it. Has no dot. */
  id: string;
  /** An event type of the catalogue ("incident.triggered"), or "integration.test". */
  type: string;
  /** Sent by a person pressing Test: every text starts with "[Test message]". */
  test: boolean;
  /** One line for people. */
  summary: string;
  occurredAt: string;
  /** Who did it. */
  actor: { kind: string; id: string | null; name: string };
  incident?: IncidentSnapshot;
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
export type Verdict = { kind: "delivered" } | { kind: "retry"; afterSeconds?: number; why: string } | { kind: "rejected"; why: string } | { kind: "disable"; why: string };

export type ChannelGroup = "Universal" | "Incident management" | "Email and messengers" | "Log management";

export type ChannelSpec<C extends z.ZodObject> = {
  id: string;
  name: string;
  group: ChannelGroup;
  description: string;
  icon?: string;
  /** Draws the form. Fields carry `.meta({ label, hint, secret, multiline, placeholder, advanced })`. */
  config: C;
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

export type Channel = Omit<ChannelSpec<z.ZodObject>, "requests" | "target" | "example"> & {
  requests(message: Message, config: Record<string, unknown>, now: Date): HttpRequest[];
  target(config: Record<string, unknown>): string;
  example: Record<string, unknown>;
};

/** Closes over the config schema of a channel: `requests` and `target` take the config as stored and throw when it no longer fits. */
export function defineChannel<C extends z.ZodObject>(spec: ChannelSpec<C>): Channel {
  return {
    ...spec,
    requests: (message, config, now) => spec.requests(message, spec.config.parse(config), now),
    target: (config) => spec.target(spec.config.parse(config)),
    example: spec.example,
  };
}
