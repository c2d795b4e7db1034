// Runs Tocsin on one machine: Postgres, web and worker, started in order, kept running, stopped in order.
import { existsSync } from "node:fs";
import { hostname } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { type EmbeddedPostgres, startEmbedded } from "#db/embedded";
import { Trouble } from "#db/embedded-trouble";
import { type Env, parseEnvironment } from "#lib/env";
import { readProvision } from "#lib/provision";
import { root } from "./node.mjs";
import { say } from "./say.mjs";
import { afterFailure, type Run } from "./supervise/back-off.ts";
import { buildIfNeeded } from "./supervise/build.ts";
import { type Child, keepRunning } from "./supervise/child.ts";
import { claim, findSecret, prepareDataFolder } from "./supervise/data-folder.ts";
import { checkDatabase, migrateDatabase } from "./supervise/database.ts";
import { claimPort, waitUntilHealthy } from "./supervise/port.ts";
import { reasonOf } from "./supervise/reason-of.ts";

const isDev = process.argv.includes("--dev");
const webPatienceMs = 12_000;
const workerPatienceMs = 20_000;
/** npm and the terminal each pass on one Ctrl-C, so what follows within this is the same one. */
const sameSignalMs = 800;

/** What is running, in the order in which it is stopped. */
const running: { web?: Child; worker?: Child; database?: EmbeddedPostgres; letGo?: () => void } = {};
let stoppingSince: number | undefined;

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void stop());
process.once("disconnect", () => void stop());

try {
  await start();
} catch (error) {
  if (!stoppingSince) await fail(error);
}

async function start(): Promise<void> {
  if (existsSync(path.join(root, ".env"))) process.loadEnvFile(path.join(root, ".env"));
  const dataFolder = path.resolve(root, process.env.TOCSIN_DATA_DIR || ".tocsin");
  prepareDataFolder(dataFolder);
  running.letGo = claim(dataFolder);
  process.env.TOCSIN_SECRET = findSecret(dataFolder, process.env.TOCSIN_SECRET);
  const env = readEnvironment();
  const port = await claimPort(env.PORT, env.HOST);
  process.env.PORT = String(port);
  await openDatabase(dataFolder);
  await migrateDatabase(databaseUrl());
  if (!isDev) await buildIfNeeded();
  if (stoppingSince) return;
  startPrograms(dataFolder);
  if (await waitUntilHealthy(port, env.HOST, () => stoppingSince !== undefined)) await announce(env, port);
}

/** Everything is checked before anything is started; the database's address is not known yet when it is our own. */
function readEnvironment(): Env {
  try {
    const env = parseEnvironment({
      ...process.env,
      DATABASE_URL: process.env.DATABASE_URL || "postgres://our-own/tocsin",
    });
    readProvision(env);
    return env;
  } catch (error) {
    throw new Trouble(error instanceof Error ? error.message : String(error));
  }
}

async function openDatabase(dataFolder: string): Promise<void> {
  if (process.env.DATABASE_URL) return checkDatabase(process.env.DATABASE_URL);
  await startDatabase(dataFolder);
  void keepDatabaseRunning(dataFolder);
}

async function startDatabase(dataFolder: string): Promise<void> {
  running.database = await startEmbedded({ home: dataFolder, say });
  process.env.DATABASE_URL = running.database.url;
}

async function keepDatabaseRunning(dataFolder: string): Promise<void> {
  let run: Run = { failures: 0, startedAt: Date.now() };
  for (;;) {
    const how = await running.database?.gone;
    if (stoppingSince) return;
    const next = afterFailure(run, Date.now());
    say(`Postgres ended (${how}). Starting it again in ${next.waitMs / 1000} s`);
    await sleep(next.waitMs);
    if (stoppingSince) return;
    run = { failures: next.failures, startedAt: Date.now() };
    await reopenDatabase(dataFolder);
  }
}

async function reopenDatabase(dataFolder: string): Promise<void> {
  const before = process.env.DATABASE_URL;
  try {
    await startDatabase(dataFolder);
    say("Postgres is back");
    if (process.env.DATABASE_URL !== before) for (const child of [running.web, running.worker]) child?.restart();
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
  }
}

/** Name look-ups share a pool of threads that one dead name server must not fill; a name lets a new worker take over at once. */
function ofWorker(dataFolder: string): Record<string, string> {
  return { UV_THREADPOOL_SIZE: "32", TOCSIN_WORKER_NAME: `${hostname()}:${dataFolder}` };
}

function startPrograms(dataFolder: string): void {
  const environment = () => ({ ...process.env, NODE_ENV: isDev ? ("development" as const) : ("production" as const) });
  running.web = keepRunning("web", "server.ts", environment);
  running.worker = keepRunning("worker", "worker.ts", () => ({ ...ofWorker(dataFolder), ...environment() }));
}

function databaseUrl(): string {
  return String(process.env.DATABASE_URL);
}

async function announce(env: Env, port: number): Promise<void> {
  const address = (
    env.TOCSIN_URL ?? `http://${["0.0.0.0", "::"].includes(env.HOST) ? "localhost" : env.HOST}:${port}`
  ).replace(/\/+$/, "");
  say(`Tocsin is running at ${address}`);
  if (!(await hasCompany())) say(`Open ${address}/setup to name your company and make the first admin`);
  say("Press Ctrl-C to stop");
}

async function hasCompany(): Promise<boolean> {
  const client = postgres(databaseUrl(), { max: 1 });
  try {
    return (await client`select from companies`).length > 0;
  } catch {
    return true;
  } finally {
    await client.end({ timeout: 1 });
  }
}

/** The first signal stops in order and lets everyone finish; another one ends all at once. */
async function stop(): Promise<void> {
  if (stoppingSince !== undefined) {
    if (Date.now() - stoppingSince > sameSignalMs) endNow();
    return;
  }
  stoppingSince = Date.now();
  say("Stopping (once more to stop at once) …");
  await stopAll();
  say("Stopped");
  process.exit(0);
}

async function stopAll(): Promise<void> {
  await running.web?.stop(webPatienceMs);
  await running.worker?.stop(workerPatienceMs);
  await running.database?.stop();
  running.letGo?.();
}

function endNow(): void {
  running.web?.kill();
  running.worker?.kill();
  if (running.database) process.kill(running.database.pid, "SIGQUIT");
  running.letGo?.();
  process.exit(1);
}

async function fail(error: unknown): Promise<void> {
  stoppingSince = Date.now();
  say(reasonOf(error));
  await stopAll();
  process.exit(1);
}
