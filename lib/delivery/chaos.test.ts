// Kills and freezes real worker processes and the database below them while events come in.
import { type ChildProcess, spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { closeDatabase, sql } from "#db/client";
import { type EmbeddedPostgres, startEmbedded } from "#db/embedded";
import { prepareCluster, rememberPort } from "#db/embedded-cluster";
import { newId } from "#db/id";
import { migrate } from "#db/migrate";
import { wake } from "#lib/change/wake";
import { highestCap } from "#lib/delivery/pace";
import { createDestinationRow, emit, type Receiver, startReceiver, until } from "#lib/delivery/testing";

const home = mkdtempSync(path.join(tmpdir(), "tocsin-chaos-"));
const root = path.join(import.meta.dirname, "../..");
/** A worker loads a whole program first, which takes its time where many others run. */
const patienceMs = 240_000;
const workers = new Set<Worker>();
let postgres: EmbeddedPostgres;
let steady: Receiver;
let flaky: Receiver;

beforeAll(async () => {
  // Below the ports that outgoing connections get, so that nobody takes it while the server is away.
  rememberPort((await prepareCluster(home, () => {})).folder, randomInt(20_000, 32_000));
  postgres = await startEmbedded({ home });
  process.env.DATABASE_URL = postgres.url;
  await migrate(postgres.url);
  steady = await startReceiver();
  const failedOnce = new Set<string>();
  flaky = await startReceiver((one, response) => {
    const fails = one.number % 7 === 3 && !failedOnce.has(one.id);
    failedOnce.add(one.id);
    if (fails) flaky.received.pop();
    response.writeHead(fails ? 503 : 200).end();
  });
});

afterAll(async () => {
  for (const worker of workers) worker.kill("SIGKILL");
  await Promise.all([steady.close(), flaky.close(), closeDatabase()]);
  await postgres.stop();
  rmSync(home, { recursive: true, force: true });
});

test("killing and freezing workers and killing the database loses nothing and keeps the order of each incident", {
  timeout: 1_800_000,
}, async () => {
  const destinations = [
    await createDestinationRow({ url: steady.url }),
    await createDestinationRow({ url: flaky.url }),
  ];
  let first = startWorker();
  let second = startWorker();
  const load = startLoad();

  await moreDelivered("by two workers");
  first.kill("SIGKILL");
  first = startWorker();
  await moreDelivered("after one worker was killed");
  second.kill("SIGSTOP");
  await moreDelivered("while one worker is frozen");
  process.kill(postgres.pid, "SIGKILL");
  await postgres.gone;
  await until("the load to meet the dead database", load.hasFailed);
  postgres = await startEmbedded({ home });
  await moreDelivered("after the database was killed");
  load.end();
  await until("the load to end", load.hasEnded);
  await until("the frozen worker to be declared dead", async () => (await countWorkers()) === 1, patienceMs);
  second.kill("SIGCONT");
  await until("the one that was frozen to end", () => second.exitCode() !== null, patienceMs);
  expect(second.exitCode()).toBe(1);
  second = startWorker();

  await until("everything to be delivered", () => allDelivered(destinations), patienceMs);
  const seqs = await sql().of(
    z.object({ id: z.string(), incident: z.string() }),
  )`select 'evt_' || id as id, incident_id as incident from platform_events where incident_id is not null order by seq`;
  expect(seqs.length).toBeGreaterThan(100);
  for (const receiver of [steady, flaky]) expect(firstArrivals(receiver)).toEqual(byIncident(seqs));
  const twice = steady.received.length + flaky.received.length - 2 * seqs.length;
  // Twice can come what was in flight when a worker was killed, when one was frozen, and when the database died.
  expect(twice, `of ${seqs.length} events to 2 receivers`).toBeLessThanOrEqual(3 * destinations.length * highestCap);

  await until(
    "both workers to be there",
    async () => (await sql()`select 1 from workers where seen_at > now() - interval '5 seconds'`).length === 2,
    patienceMs,
  );
  first.kill("SIGTERM");
  second.kill("SIGTERM");
  await until("both to end", () => first.exitCode() !== null && second.exitCode() !== null, patienceMs);
  expect([first.exitCode(), second.exitCode()], "in order").toEqual([0, 0]);
  expect(await sql()`select 1 from workers where seen_at > now() - interval '5 seconds'`).toHaveLength(0);
});

type Worker = { kill(signal: NodeJS.Signals): void; exitCode(): number | null };

/** A worker that is started again when it ends by itself, as the supervisor does, until it gets its first signal. */
function startWorker(): Worker {
  let isKept = true;
  let child = spawnWorker(onEnd);
  function onEnd() {
    if (isKept) child = spawnWorker(onEnd);
  }
  const worker: Worker = {
    kill: (signal) => {
      isKept = false;
      child.kill(signal);
    },
    exitCode: () => child.exitCode,
  };
  workers.add(worker);
  return worker;
}

function spawnWorker(onEnd: () => void): ChildProcess {
  const environment = {
    TOCSIN_EGRESS_ALLOW: "127.0.0.0/8",
    TOCSIN_LOG_LEVEL: "fatal",
    NODE_ENV: "production",
  } as const;
  const child = spawn(process.execPath, ["worker.ts"], {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ["ignore", "inherit", "inherit"],
  });
  return child.once("exit", onEnd);
}

/** Events of twenty incidents in turn, until the end. One that meets a dead database may or may not be there: what is committed counts. */
function startLoad() {
  const incidents = Array.from({ length: 20 }, () => newId());
  let [isOver, hasFailed, hasEnded] = [false, false, false];
  const send = async () => {
    for (let number = 0; !isOver; number++) {
      const incident = incidents[number % incidents.length] ?? newId();
      await emit(incident, Math.floor(number / incidents.length)).then(
        () => wake("outbox"),
        () => {
          hasFailed = true;
        },
      );
      await sleep(15);
    }
    hasEnded = true;
  };
  void send();
  return {
    end: () => {
      isOver = true;
    },
    hasFailed: () => hasFailed,
    hasEnded: () => hasEnded,
  };
}

async function moreDelivered(when: string): Promise<void> {
  const enough = steady.received.length + 40;
  await until(`more to be delivered ${when}`, () => steady.received.length >= enough, patienceMs);
}

async function countWorkers(): Promise<number> {
  return (await sql()`select from workers`).length;
}

async function allDelivered(destinations: string[]): Promise<boolean> {
  try {
    const [row] = await sql().of(z.object({ open: z.number() }))`
      select (select count(*)::int from platform_events where dispatched_at is null)
        + (select count(*)::int from deliveries where destination_id = any (${destinations}) and state <> 'delivered') as open`;
    return row?.open === 0;
  } catch {
    return false;
  }
}

const firstArrivals = (receiver: Receiver) =>
  byIncident([...new Map(receiver.received.map(({ id, incident }) => [id, { id, incident }])).values()]);

function byIncident(events: readonly { id: string; incident: string }[]): Record<string, string[]> {
  const grouped: Record<string, string[]> = {};
  for (const { id, incident } of events) (grouped[incident] ??= []).push(id);
  return grouped;
}
