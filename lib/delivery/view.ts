import { type AttemptRow, attemptsOf, type DeliveryRow, deliveryById } from "#db/queries/deliveries";
import type { AttemptClass, DeliveryKind, DeliveryState } from "#db/vocabulary";
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
  nextTry: { at: Date; cycle: number; cycles: number; step: number; steps: number; behind: boolean } | null;
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

function nextTryOf({ attempt, dueAt, notBefore, isBehind }: DeliveryRow): DeliveryView["nextTry"] {
  const at = notBefore && notBefore > dueAt ? notBefore : dueAt;
  const place = placeOnLadder(attempt) ?? { cycle: 1, step: 0, steps: 5 };
  return { at, ...place, cycles: 3, behind: isBehind };
}

function attemptView({ responseHeaders, responseBody, responseTruncated, ...attempt }: AttemptRow): AttemptView {
  const response =
    attempt.status === null
      ? null
      : { headers: responseHeaders ?? {}, body: responseBody ?? "", truncated: responseTruncated };
  return { ...attempt, response };
}
