import { newId } from "#db/id";
import { attempts, deliveries, platformEvents } from "#db/schema/delivery";
import type { Tx } from "#db/transaction";
import { type Actor, type AttemptClass, deliveryLanes } from "#db/vocabulary";
import { type By, change } from "#lib/change/change";
import { type Attempted, attempt } from "#lib/delivery/attempt";
import { isGood } from "#lib/delivery/judge";
import { type EventRow, messageOf } from "#lib/delivery/message";
import { configToTry, existingDestination, type UnsavedConfig } from "#lib/delivery/unsaved-config";
import { readConfig } from "#lib/destinations/config";
import { publicUrl } from "#lib/env";
import { testEventType, testPayload } from "#lib/events/test-message";
import { http } from "#lib/net/http";
import { truncate } from "#lib/text";

type Config = Record<string, unknown>;

/** What came of a test message. `responseBody` is its beginning. */
export type TestResult = {
  delivered: boolean;
  class: AttemptClass;
  status: number | null;
  error: string | null;
  durationMs: number;
  responseBody: string | null;
  at: Date;
  /** Where the log has it; null for a config that is not saved. */
  deliveryId: string | null;
};

/** Sends one test message by a config that is not saved. */
export async function testConfig(input: UnsavedConfig, { actor, now }: By): Promise<TestResult> {
  const { channel, config } = await configToTry(input, now);
  const attempted = await sendTest(channel.id, config, testEvent(actor, now), now);
  return resultOf(attempted, null);
}

/** Sends one test message to a saved destination, disabled or not, and writes it into its log. It is not tried again. */
export async function testDestination(id: string, by: By): Promise<TestResult> {
  const { actor, now } = by;
  const row = await existingDestination(id, now);
  const event = testEvent(actor, now);
  const attempted = await sendTest(row.type, readConfig(row), event, now);
  const deliveryId = await change(by, async ({ tx, wake }) => {
    wake(`destination:${id}`);
    return record(tx, { destinationId: id, event, attempted });
  });
  return resultOf(attempted, deliveryId);
}

function testEvent(actor: Actor, now: Date): EventRow {
  const id = newId();
  return { id, type: testEventType, payload: testPayload(actor, id, now), occurredAt: now };
}

function sendTest(type: string, config: Config, event: EventRow, now: Date): Promise<Attempted> {
  const errand = { message: messageOf(event, publicUrl()), address: null, past: {}, accepted: null };
  return attempt(type, config, errand, { http: http(), now });
}

async function record(
  tx: Tx,
  { destinationId, event, attempted }: { destinationId: string; event: EventRow; attempted: Attempted },
): Promise<string> {
  const {
    at,
    status,
    error,
    timings,
    class: attemptClass,
    next: _next,
    retryAfterSeconds: _,
    ref: _ref,
    ...rest
  } = attempted;
  await tx.insert(platformEvents).values({ ...event, dispatchedAt: at });
  const last = { lastClass: attemptClass, lastStatus: status, lastError: error, attempt: 1, doneAt: at };
  const state = isGood(attemptClass) ? ("delivered" as const) : ("exhausted" as const);
  const [delivery] = await tx
    .insert(deliveries)
    .values({
      eventId: event.id,
      destinationId,
      kind: "test",
      lane: deliveryLanes.replay,
      state,
      createdAt: at,
      dueAt: at,
      ...last,
    })
    .returning({ id: deliveries.id });
  if (!delivery) throw new Error("the test was not written into the log");
  await tx
    .insert(attempts)
    .values({ deliveryId: delivery.id, n: 1, at, class: attemptClass, status, error, ...timings, ...rest });
  return String(delivery.id);
}

const longestShown = 2_000;

function resultOf(attempted: Attempted, deliveryId: string | null): TestResult {
  const { at, status, error, timings, responseBody } = attempted;
  const shown = responseBody === null ? null : truncate(responseBody, longestShown);
  return {
    delivered: isGood(attempted.class),
    class: attempted.class,
    status,
    error,
    durationMs: timings.totalMs,
    responseBody: shown,
    at,
    deliveryId,
  };
}
