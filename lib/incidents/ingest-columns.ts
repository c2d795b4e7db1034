import { newId } from "#db/id";
import type { Intake, ReadyEvent, ReceivedRequest } from "#lib/incidents/intake";
import { cleanText, truncate } from "#lib/text";

/** A received request of a batch, with its rank among those of its integration that count and where its body begins. */
export type PlacedRequest = { intake: Intake; rank: number; bodyAt: number };

/** An event of a batch with where it stands; the same dedup key has the same number. */
export type PlacedEvent = {
  intake: number;
  index: number;
  keyNo: number;
  event: ReadyEvent;
  /** Of what it may make: its alert, an incident, a change of one. */
  ids: { alert: string; incident: string; change: string };
};

/** What a statement is given of each row: the column's name, its type in Postgres, and its value. */
export type Column<Row> = readonly [
  name: string,
  type: "uuid" | "text" | "int",
  read: (row: Row) => string | number | null,
];

const longestReason = 4_000;
const longestNote = 4_000;

/** What a statement knows of a request, or of what came without one. One line here is a new column. */
export const requestColumns: readonly Column<PlacedRequest>[] = [
  ["integration_id", "uuid", ({ intake }) => intake.origin.integrationId ?? null],
  ["service_id", "uuid", ({ intake }) => intake.origin.serviceId],
  ["actor_kind", "text", ({ intake }) => intake.origin.actor.kind],
  ["actor_id", "uuid", ({ intake }) => intake.origin.actor.id],
  ["actor_name", "text", ({ intake }) => intake.origin.actor.name],
  ["id", "uuid", ({ intake: { kept, request } }) => (kept ?? request)?.id ?? null],
  ["is_kept", "int", ({ intake }) => (keeps(intake) ? 1 : 0)],
  ["received_at", "text", ({ intake: { kept, request } }) => (kept ?? request)?.receivedAt.toISOString() ?? null],
  ["source", "text", ofKept(({ source }) => source)],
  ["method", "text", ofKept(({ method }) => method)],
  ["path", "text", ofKept(({ path }) => path)],
  ["query", "text", ofKept(({ query }) => query)],
  ["headers", "text", ofKept(({ headers }) => JSON.stringify(headers))],
  ["body_at", "int", ({ bodyAt }) => bodyAt],
  ["body_length", "int", ({ intake }) => bodyOf(intake).byteLength],
  ["ip", "text", ofKept(({ ip }) => ip)],
  ["outcome", "text", ofKept(({ outcome }) => outcome)],
  // Reasons name what senders sent.
  ["reason", "text", ofKept(({ reason }) => reason && truncate(cleanText(reason), longestReason))],
  ["status", "int", ofKept(({ status }) => status)],
  ["events", "text", ofKept(({ events }) => JSON.stringify(events))],
  ["duration_ms", "int", ofKept(({ durationMs }) => durationMs)],
  ["nth", "int", ({ rank }) => rank],
  ["scope", "uuid", ({ intake }) => intake.events[0]?.scope ?? null],
];

/** What it knows besides where more than the usual may be asked for. */
export const moreRequestColumns: readonly Column<PlacedRequest>[] = [
  ["over_status", "int", ofKept(({ overStatus }) => overStatus)],
  ["replay_of", "uuid", ofKept(({ replayOf }) => replayOf ?? null)],
  ["delivery", "text", ofKept(({ deliveryId }) => deliveryId ?? null)],
  ["part", "int", ({ intake }) => intake.part],
  ["is_last", "int", ({ intake }) => (intake.continues ? 0 : 1)],
  ["follows", "int", ({ intake }) => (intake.follows ? 1 : 0)],
  ["waiting_since", "text", ({ intake }) => intake.waitingSince ?? null],
];

/** What a statement knows of an event. One line here is a new column. */
export const eventColumns: readonly Column<PlacedEvent>[] = [
  ["request_no", "int", ({ intake }) => intake + 1],
  ["key_no", "int", ({ keyNo }) => keyNo],
  ["scope", "uuid", ({ event }) => event.scope],
  ["action", "text", ({ event }) => event.action],
  ["dedup_key", "text", ({ event }) => event.dedupKey],
  ["summary", "text", ({ event }) => event.summary],
  ["source", "text", ({ event }) => event.source],
  ["severity", "text", ({ event }) => event.severity],
  ["details", "text", ({ event }) => JSON.stringify(event.details)],
  ["links", "text", ({ event }) => JSON.stringify(event.links)],
  ["images", "text", ({ event }) => JSON.stringify(event.images)],
  ["occurred_at", "text", ({ event }) => event.occurredAt],
  ["ordered_at", "text", ({ event }) => event.orderedAt ?? null],
  ["alert_id", "uuid", ({ ids }) => ids.alert],
  ["incident_id", "uuid", ({ ids }) => ids.incident],
  ["change_id", "uuid", ({ ids }) => ids.change],
];

/** What it knows besides where more than the usual may be asked for. */
export const moreEventColumns: readonly Column<PlacedEvent>[] = [
  ["to_service_id", "uuid", ({ event }) => event.serviceId ?? null],
  ["urgency", "text", ({ event }) => event.urgency ?? null],
  ["suppressed", "int", ({ event }) => (event.suppressed && event.action === "trigger" ? 1 : 0)],
  ["pause_until", "text", ({ event }) => event.pauseUntil ?? null],
  ["note", "text", ({ event }) => (event.note && truncate(cleanText(event.note), longestNote)) || null],
  ["note_id", "uuid", ({ event }) => (event.note ? newId() : null)],
];

function ofKept(read: (kept: ReceivedRequest) => string | number | null): Column<PlacedRequest>[2] {
  return ({ intake: { kept } }) => (kept ? read(kept) : null);
}

const keeps = ({ kept, part }: Intake): boolean => kept !== undefined && part === 0;

const noBody = new Uint8Array();

/** The body that is kept with it; later parts of a request carry it no more. */
export const bodyOf = (intake: Intake): Uint8Array => (keeps(intake) && intake.kept?.body) || noBody;
