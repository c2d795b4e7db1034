import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { table } from "#bench/figures";
import { addDestination, openReceiver } from "#bench/receiver";
import { sql } from "#db/client";
import { tocsinItself } from "#db/vocabulary";
import { wake } from "#lib/change/wake";
import { startDelivery } from "#lib/delivery/start";
import { removeDestination } from "#lib/destinations/remove";
import { startDispatch } from "#lib/dispatch/start";

const answersAfterMs = 5;
const patienceMs = 60_000;

/** Backlogs that one receiver works off: mostly one message an incident, as in a storm, and few incidents that change often. */
const backlogs = [
  { name: "1200 incidents", incidents: 1_200, messages: 1_200 },
  { name: "200 incidents", incidents: 200, messages: 1_200 },
  { name: "16 incidents", incidents: 16, messages: 600 },
  { name: "4 incidents", incidents: 4, messages: 400 },
];

type Arrival = { incident: string; number: number; at: number };

/** How many messages a second one receiver gets that answers in five milliseconds, and whether their order is kept. */
export async function benchThroughput(): Promise<void> {
  const arrivals: Arrival[] = [];
  const receiver = await openReceiver(async (request, response) => {
    const { incident } = JSON.parse(await text(request));
    arrivals.push({ incident: incident.id, number: incident.alertCount, at: performance.now() });
    setTimeout(() => response.writeHead(204).end(), answersAfterMs);
  });
  const delivery = await startDelivery();
  const parts = [await startDispatch(delivery.poke), delivery];
  const rows: string[][] = [];
  for (const backlog of backlogs) {
    const id = await addDestination("Quick", receiver.url);
    arrivals.length = 0;
    rows.push([backlog.name, ...(await workOff(backlog, arrivals))]);
    await removeDestination(id, { actor: tocsinItself, now: new Date() });
  }
  await Promise.all(parts.map((part) => part.stop()));
  receiver.close();
  console.log(`\nOne receiver that answers in ${answersAfterMs} ms works off a backlog`);
  table(["", "messages", "messages/s", "CPU ms each", "order"], rows);
}

async function workOff(
  { incidents, messages }: { incidents: number; messages: number },
  arrivals: Arrival[],
): Promise<string[]> {
  await fillOutbox(incidents, messages);
  const [started, usedBefore] = [performance.now(), process.cpuUsage()];
  wake("outbox");
  while (arrivals.length < messages && performance.now() - started < patienceMs) await sleep(20);
  const seconds = ((arrivals.at(-1)?.at ?? Number.NaN) - started) / 1_000;
  const { user, system } = process.cpuUsage(usedBefore);
  return [
    String(arrivals.length),
    (arrivals.length / seconds).toFixed(0),
    ((user + system) / 1_000 / arrivals.length).toFixed(2),
    isInOrder(arrivals) ? "kept" : "BROKEN",
  ];
}

async function fillOutbox(incidents: number, messages: number): Promise<void> {
  await sql()`
    with them as (select n, gen_random_uuid() as id from generate_series(0, ${incidents - 1}::int) n)
    insert into platform_events (id, type, incident_id, payload, occurred_at)
    select gen_random_uuid(), 'incident.triggered', them.id, jsonb_build_object(
      'actor', jsonb_build_object('kind', 'system', 'id', null, 'name', 'Tocsin'),
      'incident', jsonb_build_object('id', them.id, 'number', them.n + 1, 'title', 'High CPU on web-01', 'status', 'triggered',
        'severity', 'error', 'urgency', 'high', 'source', 'web-01', 'dedupKey', 'cpu', 'service',
        jsonb_build_object('id', them.id, 'name', 'Web'), 'assignees', '[]'::jsonb, 'alertCount', m, 'openedAt', now(),
        'acknowledgedAt', null, 'resolvedAt', null, 'snoozedUntil', null, 'links', '[]'::jsonb)), now()
    from generate_series(1, ${messages}::int) m join them on them.n = m % ${incidents}::int
    order by m`;
}

function isInOrder(arrivals: readonly Arrival[]): boolean {
  const last = new Map<string, number>();
  for (const { incident, number } of arrivals) {
    if (number <= (last.get(incident) ?? 0)) return false;
    last.set(incident, number);
  }
  return true;
}
