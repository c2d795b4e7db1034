import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { percentile, table } from "#bench/figures";
import { intakeOf } from "#bench/intake-of";
import { addDestination, openReceiver } from "#bench/receiver";
import { createIntegration } from "#db/testing-rows";
import { startDelivery } from "#lib/delivery/start";
import { startDispatch } from "#lib/dispatch/start";
import { ingest } from "#lib/incidents/ingest";

const secondsEach = 15;
const perSecond = 40;
const deadReceivers = 8;
const warmUpSeconds = 3;

/** How long a message takes to a healthy receiver, alone and then beside receivers that never answer. */
export async function benchDelivery(): Promise<void> {
  const arrivals = new Map<string, number>();
  const healthy = await openReceiver(async (request, response) => {
    const { incident } = JSON.parse(await text(request));
    arrivals.set(incident.dedupKey, performance.now());
    response.writeHead(204).end();
  });
  const dead = await openReceiver(() => {});
  // As the worker process does.
  const delivery = await startDelivery();
  const engines = [await startDispatch(delivery.poke), delivery];
  await addDestination("Healthy", healthy.url);
  const alone = await measure(arrivals);
  for (let at = 0; at < deadReceivers; at++) await addDestination(`Dead ${at}`, dead.url);
  const beside = await measure(arrivals);
  await Promise.all(engines.map((engine) => engine.stop()));
  for (const receiver of [healthy, dead]) receiver.close();
  print({ alone, beside });
}

function print({ alone, beside }: { alone: number[]; beside: number[] }): void {
  const row = (name: string, delays: number[]) => [
    name,
    String(delays.length),
    percentile(delays, 0.5).toFixed(0),
    percentile(delays, 0.99).toFixed(0),
  ];
  console.log(`\nFrom commit to a healthy receiver, ${perSecond} incidents/s for ${secondsEach} s`);
  table(
    ["", "messages", "p50 ms", "p99 ms"],
    [row("healthy alone", alone), row(`beside ${deadReceivers} that hang`, beside)],
  );
  console.log(`p99 beside ÷ alone: ${(percentile(beside, 0.99) / percentile(alone, 0.99)).toFixed(2)}`);
}

let run = 0;

async function measure(arrivals: Map<string, number>): Promise<number[]> {
  const { id, serviceId } = await createIntegration({ rateLimitPerMinute: 0 });
  const sent = new Map<string, number>();
  run++;
  for (let at = 0; at < (secondsEach + warmUpSeconds) * perSecond; at++) {
    const dedupKey = `delivery-${run}-${at}`;
    await ingest([intakeOf({ integrationId: id, serviceId, dedupKey, body: new Uint8Array() })], new Date());
    if (at >= warmUpSeconds * perSecond) sent.set(dedupKey, performance.now());
    await sleep(1_000 / perSecond);
  }
  const deadline = Date.now() + 20_000;
  while ([...sent.keys()].some((key) => !arrivals.has(key)) && Date.now() < deadline) await sleep(50);
  return [...sent].map(([key, at]) => (arrivals.get(key) ?? Number.POSITIVE_INFINITY) - at);
}
