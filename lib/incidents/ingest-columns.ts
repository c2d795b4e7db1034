import { newId } from "#db/id";
import type { Intake, ReadyEvent } from "#lib/incidents/intake";
import { cleanText, truncate } from "#lib/text";

/** A received request of a batch, with its rank among those of its integration that count and where its body begins. */
export type PlacedRequest = { intake: Intake; rank: number; bodyAt: number };

/** An event of a batch with where it stands; the same dedup key has the same number. */
export type PlacedEvent = { intake: number; index: number; keyNo: number; event: ReadyEvent };

/** What a statement is given of each row: the column's name, its type in Postgres, and its value. */
export type Column<Row> = readonly [
  name: string,
  type: "uuid" | "text" | "int",
  read: (row: Row) => string | number | null,
];

const longestReason = 4_000;

/** What the statement knows of a request. One line here is a new column. */
export const requestColumns: readonly Column<PlacedRequest>[] = [
  ["id", "uuid", ({ intake }) => intake.request.id],
  ["integration_id", "uuid", ({ intake }) => intake.request.integrationId],
  ["service_id", "uuid", ({ intake }) => intake.request.serviceId],
  ["actor_kind", "text", ({ intake }) => intake.request.actor.kind],
  ["actor_id", "uuid", ({ intake }) => intake.request.actor.id],
  ["actor_name", "text", ({ intake }) => intake.request.actor.name],
  ["received_at", "text", ({ intake }) => intake.request.receivedAt.toISOString()],
  ["source", "text", ({ intake }) => intake.request.source],
  ["method", "text", ({ intake }) => intake.request.method],
  ["path", "text", ({ intake }) => intake.request.path],
  ["query", "text", ({ intake }) => intake.request.query],
  ["headers", "text", ({ intake }) => JSON.stringify(intake.request.headers)],
  ["body_at", "int", ({ bodyAt }) => bodyAt],
  ["body_length", "int", ({ intake }) => intake.request.body.byteLength],
  ["ip", "text", ({ intake }) => intake.request.ip],
  ["outcome", "text", ({ intake }) => intake.request.outcome],
  // Reasons name what senders sent.
  ["reason", "text", ({ intake: { request } }) => request.reason && truncate(cleanText(request.reason), longestReason)],
  ["status", "int", ({ intake }) => intake.request.status],
  ["over_status", "int", ({ intake }) => intake.request.overStatus],
  ["events", "text", ({ intake }) => JSON.stringify(intake.request.events)],
  ["duration_ms", "int", ({ intake }) => intake.request.durationMs],
  ["replay_of", "uuid", ({ intake }) => intake.request.replayOf ?? null],
  ["delivery", "text", ({ intake }) => intake.request.deliveryId ?? null],
  ["nth", "int", ({ rank }) => rank],
  ["part", "int", ({ intake }) => intake.part],
  ["is_last", "int", ({ intake }) => (intake.continues ? 0 : 1)],
  ["follows", "int", ({ intake }) => (intake.follows ? 1 : 0)],
  ["waiting_since", "text", ({ intake }) => intake.waitingSince ?? null],
  ["scope", "uuid", ({ intake }) => intake.events[0]?.scope ?? null],
];

/** What the statement knows of an event. One line here is a new column. */
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
  ["alert_id", "uuid", () => newId()],
  ["incident_id", "uuid", () => newId()],
  ["change_id", "uuid", () => newId()],
];
