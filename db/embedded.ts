import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { type Access, type Cluster, prepareCluster, readAccess, rememberPort, superuser } from "#db/embedded-cluster";
import { asOwner } from "#db/embedded-programs";
import { Trouble, wayOut } from "#db/embedded-trouble";
import { freePort } from "#db/free-port";

/** A Postgres server of our own. */
export type EmbeddedPostgres = {
  url: string;
  port: number;
  pid: number;
  /** Resolves when the server is gone, whoever ended it, with how it ended. */
  gone: Promise<string>;
  /** Ends it and waits until it is gone; everything committed is on disk. */
  stop(): Promise<void>;
};

export type EmbeddedOptions = {
  /** The folder that holds the cluster and its log. */
  home: string;
  /** Settings of the server beside ours, such as `fsync=off` for a throw-away one. */
  settings?: string[];
  say?: (line: string) => void;
};

const databaseName = "tocsin";
const patienceMs = 8_000;
const recoveryMs = 300_000;
const largestLogBytes = 10_000_000;

/** Starts the Postgres below `home`, creating it at the first start; takes over one that a killed Tocsin left running. */
export async function startEmbedded({
  home,
  settings = [],
  say = () => {},
}: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const cluster = await prepareCluster(path.resolve(home), say);
  const logFile = path.join(path.resolve(home), "postgres.log");
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const running = await adopt(cluster, say);
    if (running) return running;
    const started = await launch(cluster, logFile, settings);
    if ("url" in started) return started;
    if (!isPassing(started.said) || Date.now() > deadline)
      throw new Trouble(
        `Postgres does not start. Its log (${logFile}) says:\n${started.said}\n${wayOut(started.said) ?? "Mend what it names, or set TOCSIN_DATA_DIR to a new folder to start with an empty database."}`,
      );
    await sleep(200);
  }
}

/** A server that was left running with our files: a killed Tocsin cannot stop its own. */
async function adopt(cluster: Cluster, say: (line: string) => void): Promise<EmbeddedPostgres | undefined> {
  const lock = readLock(cluster.folder);
  if (!lock) return undefined;
  if (isAnotherProgram(lock.pid)) {
    rmSync(lock.file, { force: true });
    return undefined;
  }
  const access = { ...readAccess(cluster.folder), port: lock.port };
  if (!(await answers(access, cluster.folder))) return undefined;
  say("Taking over the database server that is still running");
  return asServer(access, lock.pid, pollUntilGone(lock.pid));
}

function readLock(folder: string): { file: string; pid: number; port: number } | undefined {
  const file = path.join(folder, "postmaster.pid");
  if (!existsSync(file)) return undefined;
  const lines = readFileSync(file, "utf8").split("\n");
  return { file, pid: Number(lines[0]), port: Number(lines[3]) };
}

/** In a container the number of a server that was killed is soon another program's, and Postgres would wait for that for ever. */
function isAnotherProgram(pid: number): boolean {
  const program = programOf(pid);
  return !!program && !path.basename(program).startsWith("postgres");
}

/** Undefined where the system does not tell; empty for one that has ended and was not yet waited for. */
function programOf(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0")[0];
  } catch {
    return undefined;
  }
}

type Failure = { said: string };

async function launch(cluster: Cluster, logFile: string, settings: string[]): Promise<EmbeddedPostgres | Failure> {
  const access = readAccess(cluster.folder);
  access.port = await freePort(access.port);
  const { log, logStart } = openLog(logFile);
  const child = spawn(cluster.programs.postgres, serverOptions(cluster.folder, access.port, settings), {
    // A group of its own: Ctrl-C in the terminal must reach the supervisor only, which stops the server last.
    detached: true,
    stdio: ["ignore", log, log],
    cwd: "/",
    env: { ...process.env, LC_ALL: "C" },
    ...asOwner(cluster.owner),
  });
  closeSync(log);
  const gone = untilGone(child);
  const isReady = await Promise.race([waitUntilReady(access, cluster.folder), gone.then(() => false)]);
  if (!isReady || child.pid === undefined) return { said: lastLines(logFile, logStart) };
  rememberPort(cluster.folder, access.port);
  return asServer(access, child.pid, gone);
}

function serverOptions(folder: string, port: number, settings: string[]): string[] {
  const ours = [
    `port=${port}`,
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "max_connections=200",
    "timezone=UTC",
    "log_timezone=UTC",
    "lc_messages=C",
  ];
  return ["-D", folder, ...[...ours, ...settings].flatMap((setting) => ["-c", setting])];
}

function openLog(logFile: string): { log: number; logStart: number } {
  const size = statSync(logFile, { throwIfNoEntry: false })?.size ?? 0;
  if (size > largestLogBytes) renameSync(logFile, `${logFile}.old`);
  return { log: openSync(logFile, "a", 0o600), logStart: size > largestLogBytes ? 0 : size };
}

function untilGone(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) => resolve(signal ? `killed by ${signal}` : `exit code ${code}`));
  });
}

async function pollUntilGone(pid: number): Promise<string> {
  while (isAlive(pid) && programOf(pid) !== "") await sleep(300);
  return "gone";
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** What a moment's wait or another port cures: the children of a killed server are still ending, or the port was just taken. */
function isPassing(said: string): boolean {
  return /lock file .* already exists|shared memory block|could not bind|could not create any TCP/.test(said);
}

function lastLines(logFile: string, start: number): string {
  return readFileSync(logFile).subarray(start).toString("utf8").trim().split("\n").slice(-12).join("\n");
}

async function waitUntilReady(access: Access, folder: string): Promise<boolean> {
  const deadline = Date.now() + recoveryMs;
  while (Date.now() < deadline) {
    if (await answers(access, folder)) return true;
    await sleep(25);
  }
  return false;
}

/** Does our server answer there? Makes our database when it is missing, which is the end of a first start. */
async function answers(access: Access, folder: string): Promise<boolean> {
  const client = postgres(urlOf(access, "postgres"), { max: 1, connect_timeout: 3, onnotice: () => {} });
  try {
    const [row] = await client<{ place: string; made: boolean }[]>`
      select current_setting('data_directory') as place, exists (select from pg_database where datname = ${databaseName}) as made`;
    if (row?.place !== folder) return false;
    if (!row.made) await client`create database ${client(databaseName)}`;
    return true;
  } catch {
    return false;
  } finally {
    await client.end({ timeout: 1 });
  }
}

const urlOf = ({ password, port }: Access, database: string) =>
  `postgres://${superuser}:${password}@127.0.0.1:${port}/${database}`;

function asServer(access: Access, pid: number, gone: Promise<string>): EmbeddedPostgres {
  return { url: urlOf(access, databaseName), port: access.port, pid, gone, stop: () => stop(pid, gone) };
}

/** SIGINT ends sessions and writes everything down; SIGQUIT does not wait, and the next start recovers. */
async function stop(pid: number, gone: Promise<string>): Promise<void> {
  const isGone = await Promise.race([gone.then(() => true), sleep(0, false)]);
  if (isGone) return;
  for (const signal of ["SIGINT", "SIGQUIT", "SIGKILL"] as const) {
    if (!send(pid, signal)) return;
    if (await Promise.race([gone.then(() => true), sleep(patienceMs, false, { ref: false })])) return;
  }
}

function send(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}
