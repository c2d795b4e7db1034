import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { db, sql } from "#db/client";
import { newId } from "#db/id";
import { deliveries, destinations, platformEvents, subscriptions } from "#db/schema/delivery";
import { deliveryStates } from "#db/vocabulary";
import { channelNamed, checkedConfig } from "#lib/destinations/check";
import { configColumns } from "#lib/destinations/config";
import { parseOpenRanges } from "#lib/net/egress";
import { type Http, openHttp } from "#lib/net/http";

export type Received = {
  id: string;
  incident: string;
  number: number;
  event: string;
  at: number;
  headers: IncomingMessage["headers"];
  body: string;
};

/** A receiver of webhooks on this machine. `answer` decides; what it leaves unanswered hangs. */
export type Receiver = {
  url: string;
  received: Received[];
  answer: (received: Received, response: ServerResponse) => void;
  close(): Promise<void>;
};

export async function startReceiver(
  answer: Receiver["answer"] = (_, response) => void response.end("ok"),
): Promise<Receiver> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks).toString();
      const { id, event, incident } = JSON.parse(body);
      const one = {
        id,
        event,
        incident: incident?.id,
        number: incident?.alertCount,
        at: Date.now(),
        headers: request.headers,
        body,
      };
      receiver.received.push(one);
      receiver.answer(one, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const receiver: Receiver = {
    url: `http://127.0.0.1:${address.port}/hook`,
    received: [],
    answer,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return receiver;
}

/** A way out that may reach this machine. */
export const localHttp = (): Http => openHttp({ open: parseOpenRanges("127.0.0.0/8") });

/** A webhook destination for incident events, without the round through the verbs. */
export async function createDestinationRow(
  config: Record<string, unknown>,
  {
    events = ["incident.triggered", "incident.resolved"],
    ...overrides
  }: Partial<typeof destinations.$inferInsert> & { events?: string[] } = {},
): Promise<string> {
  const id = newId();
  const channel = channelNamed("webhook");
  const columns = configColumns(channel, id, checkedConfig(channel, config));
  const at = new Date(Date.now() - 86_400_000);
  await db()
    .insert(destinations)
    .values({
      id,
      type: "webhook",
      name: `Webhook ${id.slice(-4)}`,
      statsFrom: at,
      createdAt: at,
      provenAt: new Date(),
      ...columns,
      ...overrides,
    });
  await db().insert(subscriptions).values({ destinationId: id, ownerKind: "card", events, createdAt: at });
  return id;
}

/** Writes an event of the incident into the outbox; `number` is carried as the alert count, for checking the order. */
export async function emit(incidentId: string, number: number, type = "incident.triggered"): Promise<string> {
  const id = newId();
  const incident = {
    id: incidentId,
    number: 1,
    title: "High CPU",
    status: "triggered",
    severity: "error",
    urgency: "high",
    source: "web-01",
    dedupKey: "cpu",
    service: { id: incidentId, name: "Web" },
    assignees: [],
    alertCount: number,
    openedAt: new Date().toISOString(),
    acknowledgedAt: null,
    resolvedAt: null,
    snoozedUntil: null,
    links: [],
  };
  const payload = { actor: { kind: "system", id: null, name: "Tocsin" }, incident };
  await db().insert(platformEvents).values({ id, type, incidentId, payload, occurredAt: new Date() });
  return id;
}

/** Inserts a delivery as dispatch would, without an outbox. */
export async function createDelivery(
  destinationId: string,
  more: Partial<typeof deliveries.$inferInsert> & { incidentId?: string; number?: number } = {},
): Promise<string> {
  const { incidentId = newId(), number = 1, ...overrides } = more;
  const eventId = overrides.eventId ?? (await emit(incidentId, number));
  await sql()`update platform_events set dispatched_at = now() where id = ${eventId}`;
  const at = new Date();
  const [row] = await db()
    .insert(deliveries)
    .values({
      eventId,
      destinationId,
      kind: "event",
      subject: incidentId,
      state: "pending",
      createdAt: at,
      dueAt: at,
      ...overrides,
    })
    .returning({ id: deliveries.id });
  return String(row?.id);
}

export async function stateOf(id: string) {
  const [row] = await sql().of(
    z.object({
      state: z.enum(deliveryStates),
      attempt: z.number(),
      claim: z.number(),
      lastClass: z.string().nullable(),
      lastError: z.string().nullable(),
      dueAt: z.date(),
      workerId: z.string().nullable(),
    }),
  )`
    select state, attempt, claim, last_class as "lastClass", last_error as "lastError", due_at as "dueAt", worker_id as "workerId" from deliveries where id = ${id}`;
  if (!row) throw new Error(`no delivery ${id}`);
  return row;
}

/** Waits until `condition` is true; says what it waited for when it never is. */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
  timeoutMs = 90_000,
): Promise<void> {
  let isOver = false;
  const holds = async () => {
    while (!isOver && !(await condition())) await sleep(20);
  };
  // The condition itself may never answer.
  const tooLate = sleep(timeoutMs, undefined, { ref: false }).then(() => {
    throw new Error(`waited ${timeoutMs} ms for: ${what}`);
  });
  tooLate.catch(() => {});
  await Promise.race([holds(), tooLate]).finally(() => {
    isOver = true;
  });
}
