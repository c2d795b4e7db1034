import { readFileSync } from "node:fs";
import http from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { median, percentile, table } from "#bench/figures";
import { type Browsers, openBrowsers } from "#bench/stream-browsers";
import { type Program, startProgram } from "#bench/world";
import { db } from "#db/client";
import { createIntegration, createPerson } from "#db/testing-rows";
import { sessionCookie, startSession, tokenOf } from "#lib/auth/session-token";

const amounts = [100, 1_000, 5_000];
const pairs = 3;
const secondsEach = 8;
const perSecond = 50;
const people = 50;

type Figures = { p50: number; p99: number; heard: number; megabytes: number };
type Bench = { web: Program; browsers: Browsers; post: Post };

/** What streams of changes cost the alerts: the same posts without and with so many open streams, in turns. */
export async function benchStreams(): Promise<void> {
  const { key } = await createIntegration({ type: "pagerduty", rateLimitPerMinute: 0 });
  const web = await startProgram(["server.ts"]);
  const browsers = await openBrowsers(web.port, await cookies());
  const rows: string[][] = [];
  try {
    const bench = { web, browsers, post: poster(web.port, key) };
    await postSteadily(bench.post, secondsEach);
    for (const amount of amounts) rows.push(await compare(amount, bench));
  } finally {
    print(rows);
    await browsers.close();
    await web.stop();
  }
}

function print(rows: string[][]): void {
  console.log(
    `\nPosts at ${perSecond}/s for ${secondsEach} s, without and with open streams (medians of ${pairs} pairs)`,
  );
  table(["streams", "p50 ms", "p99 ms", "p99 without", "with ÷ without", "messages a stream", "MB more"], rows);
}

async function compare(amount: number, bench: Bench): Promise<string[]> {
  const runs: { without: Figures; beside: Figures }[] = [];
  for (let pair = 0; pair < pairs; pair++) {
    const without = await measure(0, bench);
    runs.push({ without, beside: await measure(amount, bench) });
  }
  const middle = (of: (run: (typeof runs)[number]) => number) => median(runs.map(of));
  return [
    String(amount),
    middle(({ beside }) => beside.p50).toFixed(1),
    middle(({ beside }) => beside.p99).toFixed(1),
    middle(({ without }) => without.p99).toFixed(1),
    middle(({ without, beside }) => beside.p99 / without.p99).toFixed(2),
    middle(({ beside }) => beside.heard / amount).toFixed(1),
    Math.max(...runs.map(({ without, beside }) => beside.megabytes - without.megabytes)).toFixed(0),
  ];
}

async function measure(amount: number, { web, browsers, post }: Bench): Promise<Figures> {
  await browsers.hold(amount);
  await sleep(1_000);
  const before = await browsers.heard();
  const delays = await postSteadily(post, secondsEach);
  const heard = (await browsers.heard()) - before;
  return { p50: median(delays), p99: percentile(delays, 0.99), heard, megabytes: residentMegabytes(web) };
}

/** The memory a program holds; not known where there is no /proc. */
function residentMegabytes({ pid }: Program): number {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1_024;
  } catch {
    return Number.NaN;
  }
}

/** Posts at a steady rate, whether or not those before were answered; how long each took, infinity for one that failed. */
async function postSteadily(post: Post, seconds: number): Promise<number[]> {
  const sent: Promise<number>[] = [];
  const start = performance.now();
  while (performance.now() - start < seconds * 1_000) {
    while (sent.length < ((performance.now() - start) * perSecond) / 1_000) sent.push(post());
    await sleep(5);
  }
  return Promise.all(sent);
}

type Post = () => Promise<number>;

/** Sends an event that opens an incident and then one that resolves it, in turns. */
function poster(port: number, key: string): Post {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 256 });
  let turn = 0;
  return () => {
    const at = turn++;
    const body = JSON.stringify({
      routing_key: key,
      event_action: at % 2 ? "resolve" : "trigger",
      dedup_key: `streams-${at >> 1}`,
      payload: { summary: "High CPU on web-01", source: "web-01", severity: "error" },
    });
    return new Promise((resolve) => {
      const sentAt = performance.now();
      const fail = () => resolve(Number.POSITIVE_INFINITY);
      const request = http.request(
        { host: "127.0.0.1", port, method: "POST", path: "/v2/enqueue", agent },
        (answer) => {
          answer.resume().on("end", () => (answer.statusCode === 202 ? resolve(performance.now() - sentAt) : fail()));
          answer.on("error", fail);
        },
      );
      request.on("error", fail).setHeader("content-type", "application/json");
      request.end(body);
    });
  };
}

async function cookies(): Promise<string[]> {
  const at = new Date();
  return Promise.all(
    Array.from({ length: people }, async () => {
      const { id } = await createPerson();
      const session = await startSession(db(), id, { ip: "127.0.0.1", userAgent: "bench" }, at);
      return `${sessionCookie().name}=${await tokenOf(session)}`;
    }),
  );
}
