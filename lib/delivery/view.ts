import { type AttemptRow, attemptsOf, type DeliveryRow, deliveryById } from "#db/queries/deliveries";
import type { AttemptClass, DeliveryKind, DeliveryState } from "#db/vocabulary";
import { findChannel } from "#lib/channels/index";
import { bucketOf } from "#lib/delivery/limits";
import { messageId, messageOf } from "#lib/delivery/message";
import { attemptsInAll, placeOnLadder } from "#lib/delivery/retry-after";
import { Refusal } from "#lib/refusal";

/** A delivery as the log shows it. */
export type DeliveryView = {
  id: string;
  destination: { id: string; name: string };
  kind: DeliveryKind;
  state: DeliveryState;
  event: {
    id: string;
    type: string;
    summary: string;
    occurredAt: Date;
    incident: { id: string; number: number; title: string } | null;
  };
  /** What the receiver drops repeats by. */
  messageId: string;
  createdAt: Date;
  doneAt: Date | null;
  attempt: number;
  attemptsInAll: number;
  lastClass: AttemptClass | null;
  lastStatus: number | null;
  lastError: string | null;
  /** How long the last try took. */
  lastMs: number | null;
  /** Null unless it waits for its next try. */
  nextTry: {
    at: Date;
    cycle: number;
    cycles: number;
    step: number;
    steps: number;
    behind: boolean;
    /** The messages a minute that its channel bears, when that is why it waits. */
    pacedTo: number | null;
  } | null;
  replayNumber: number;
};

export type AttemptView = Omit<AttemptRow, "responseHeaders" | "responseBody" | "responseTruncated"> & {
  response: { headers: Record<string, string>; body: string; truncated: boolean } | null;
};

export function deliveryView(row: DeliveryRow): DeliveryView {
  const { summary, incident } = messageOf(
    { id: row.eventId, type: row.eventType, payload: row.payload, occurredAt: row.occurredAt },
    "",
  );
  const { id, kind, state, createdAt, doneAt, attempt, lastClass, lastStatus, lastError, lastMs, replayNumber } = row;
  return {
    id,
    destination: { id: row.destinationId, name: row.destinationName },
    kind,
    state,
    event: {
      id: row.eventId,
      type: row.eventType,
      summary,
      occurredAt: row.occurredAt,
      incident: incident?.number ? { id: incident.id, number: incident.number, title: incident.title } : null,
    },
    messageId: messageId(row.eventId),
    createdAt,
    doneAt,
    attempt,
    attemptsInAll,
    lastClass,
    lastStatus,
    lastError,
    lastMs,
    nextTry: state === "pending" ? nextTryOf(row) : null,
    replayNumber,
  };
}

/** The delivery with every try. Refuses when there is none. */
export async function readDelivery(id: string): Promise<DeliveryView & { attempts: AttemptView[] }> {
  const row = await deliveryById(id);
  if (!row) throw noSuchDelivery();
  const attempts = await attemptsOf(row.id, row.createdAt);
  return { ...deliveryView(row), attempts: attempts.map(attemptView) };
}

/** The refusal for an id that names no delivery. */
export function noSuchDelivery(): Refusal {
  return new Refusal("not_found", "There is no delivery with this id, or it is older than the log is kept.");
}

function nextTryOf(row: DeliveryRow): DeliveryView["nextTry"] {
  const { attempt, dueAt, notBefore, isBehind } = row;
  const paced = pacedBy(row);
  const at = [dueAt, notBefore, paced?.until].reduce(
    (latest: Date, one) => (one && one > latest ? one : latest),
    dueAt,
  );
  const place = placeOnLadder(attempt) ?? { cycle: 1, step: 0, steps: 5 };
  return { at, ...place, cycles: 3, behind: isBehind, pacedTo: paced?.perMinute ?? null };
}

/** It was due when the bucket of its destination was last drawn from, and nothing was left in it. */
function pacedBy({ destinationType, tokens, tokensAt, dueAt }: DeliveryRow) {
  const perMinute = findChannel(destinationType)?.limits?.perMinute;
  if (perMinute === undefined || tokens === null || tokensAt === null || tokens >= 1 || dueAt > tokensAt)
    return undefined;
  const waitMs = ((1 - tokens) / bucketOf(perMinute).perSecond) * 1000;
  return { perMinute, until: new Date(tokensAt.getTime() + waitMs) };
}

function attemptView({ responseHeaders, responseBody, responseTruncated, ...attempt }: AttemptRow): AttemptView {
  const response =
    attempt.status === null
      ? null
      : { headers: responseHeaders ?? {}, body: responseBody ?? "", truncated: responseTruncated };
  return { ...attempt, response };
}
