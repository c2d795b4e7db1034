import autocannon from "autocannon";
import { median, table } from "#bench/figures";
import { type Program, root, runProgram, startProgram } from "#bench/world";
import { sql } from "#db/client";
import { createIntegration } from "#db/testing-rows";

const rounds = 3;
const secondsEach = 4;
const connections = [1, 16, 64];

type Target = { name: string; path: string; start(): Promise<Program> };
type Figures = { perSecond: number; p50: number; p99: number };

/** Events a second through the fast lane, beside what it could at best and at worst be, in turns within one run. */
export async function benchIntake(): Promise<void> {
  const { id, serviceId, key } = await createIntegration({ type: "pagerduty", rateLimitPerMinute: 0 });
  const next = `${root}/node_modules/next/dist/bin/next`;
  await runProgram([next, "build", "bench/bare-next"]);
  const targets: Target[] = [
    { name: "fast lane", path: "/v2/enqueue", start: () => startProgram(["server.ts"]) },
    { name: "node:http + same insert", path: "/", start: () => startProgram(["bench/listener.ts", id, serviceId]) },
    {
      name: "intake on Next's route",
      path: "/v2/enqueue",
      start: () => startProgram(["server.ts"], { TOCSIN_FAST_LANE: "off" }),
    },
    { name: "bare Next route", path: "/api/bare", start: () => startProgram([next, "start", "bench/bare-next"]) },
  ];
  for (const amount of connections) await benchAt(amount, targets, key);
  const [row] =
    await sql()`select (select count(*)::int from requests) as requests, (select count(*)::int from alerts) as alerts`;
  console.log(`stored: ${row?.requests} requests, ${row?.alerts} alerts`);
}

async function benchAt(amount: number, targets: Target[], key: string): Promise<void> {
  const runs = new Map<string, Figures[]>(targets.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const target of targets) runs.get(target.name)?.push(await measure(target, amount, key));
  }
  const figures = new Map([...runs].map(([name, each]) => [name, medians(each)]));
  const fast = figures.get("fast lane")?.perSecond ?? 0;
  console.log(`\nPosts of one event, ${amount} at once (median of ${rounds} runs of ${secondsEach} s)`);
  table(
    ["", "events/s", "p50 ms", "p99 ms", "fast lane ÷ this"],
    [...figures].map(([name, { perSecond, p50, p99 }]) => [
      name,
      perSecond.toFixed(0),
      p50.toFixed(1),
      p99.toFixed(1),
      (fast / perSecond).toFixed(2),
    ]),
  );
}

async function measure({ name, path, start }: Target, amount: number, key: string): Promise<Figures> {
  const program = await start();
  const options = { url: `http://127.0.0.1:${program.port}`, connections: amount, requests: requestsTo(path, key) };
  await autocannon({ ...options, duration: 1 });
  const result = await autocannon({ ...options, duration: secondsEach });
  await program.stop();
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${name}: ${result.non2xx} answers were no 2xx, ${result.errors} connections failed`);
  return { perSecond: result.requests.average, p50: result.latency.p50, p99: result.latency.p99 };
}

/** A thousand dedup keys in turn: mostly alerts of open incidents, as in life. */
function requestsTo(path: string, key: string): autocannon.Request[] {
  return Array.from({ length: 1_000 }, (_, at) => ({
    method: "POST",
    path,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      routing_key: key,
      event_action: "trigger",
      dedup_key: `bench-${at}`,
      payload: {
        summary: "High CPU on web-01",
        source: "web-01",
        severity: "error",
        custom_details: { cpu: 95, region: "eu-central-1" },
      },
    }),
  }));
}

const medians = (runs: Figures[]): Figures => ({
  perSecond: median(runs.map(({ perSecond }) => perSecond)),
  p50: median(runs.map(({ p50 }) => p50)),
  p99: median(runs.map(({ p99 }) => p99)),
});
