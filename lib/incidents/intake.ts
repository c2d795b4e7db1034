import type { ReadEvent, WaitingEvent } from "#db/schema/incidents";
import type { Actor, Outcome } from "#db/vocabulary";

/** Where events come from, and on whose behalf. A monitor, a trigger and a person have no integration. */
export type Origin = {
  integrationId?: string | null;
  /** The service of its events. Null when a request is only kept, and named none that exists. */
  serviceId: string | null;
  actor: Actor;
};

/** A received request as it is kept: headers, query and path without secrets, body as it came. */
export type ReceivedRequest = {
  id: string;
  receivedAt: Date;
  source: string;
  method: string;
  path: string;
  query: string;
  headers: Record<string, string>;
  body: Uint8Array;
  ip: string;
  outcome: Outcome;
  reason: string | null;
  status: number;
  /** The vendor's id of this delivery, where a repeat of it must have no effect. */
  deliveryId?: string | null;
  /** The request this one is a replay of. */
  replayOf?: string | null;
  /** The status answered instead when the request is over the limit. */
  overStatus: number;
  events: ReadEvent[];
  durationMs: number;
};

/** An event ready to be stored: cleaned, with a key of at most 255 characters and a severity. */
export type ReadyEvent = WaitingEvent & {
  /** The sender's time, where one older than that of the last resolve means that the trigger is stale. */
  orderedAt?: string | null;
};

/**
 * What goes into the database together. All events of one dedup key have one action; a request that asks for more
 * comes in several parts, of which the first (0) keeps the request, if there is one.
 */
export type Intake = {
  origin: Origin;
  /** The request it came with, which its first part keeps. */
  kept?: ReceivedRequest | undefined;
  /** The request it came with, when that is kept already. */
  request?: { id: string; receivedAt: Date } | undefined;
  part: number;
  /** More parts of the same request follow. */
  continues?: boolean;
  /** Counts against the limit of its integration. */
  counts: boolean;
  /** An earlier part of the same request waits for its turn, so this one does. */
  follows?: boolean;
  /** Since when it waited for its turn, which has come. */
  waitingSince?: string | null;
  events: ReadyEvent[];
};

/**
 * `closed`: the integration was disabled meanwhile. `over`: past its limit; only resolves were applied. `late`: past it too,
 * and the rest waits. `repeated`: this delivery was here before, as `reason` says.
 */
export type Ingested = {
  verdict: "admitted" | "closed" | "over" | "late" | "repeated";
  reason?: string;
  incidents: ({ id: string; number: number } | null)[];
  /** The incidents whose timelines tell of a trigger that opened nothing. */
  ignoredOn?: string[];
};
