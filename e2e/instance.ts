import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { readAccess, superuser } from "#db/embedded-cluster";
import { freePort } from "#db/free-port";

const root = path.join(import.meta.dirname, "..");
const patienceMs = 400_000;

export type Instance = {
  url: string;
  databaseUrl: string;
  /** The process ids of the running programs: web, worker and the Postgres server. */
  pids(): { web?: number; worker?: number; postgres?: number };
  stop(): Promise<void>;
};

/** Tocsin as `npm start` runs it after the build, on a free port and an empty data folder of its own. */
export async function startInstance(environment: Record<string, string>): Promise<Instance> {
  const home = mkdtempSync(path.join(tmpdir(), "tocsin-e2e-"));
  const port = await freePort();
  const supervisor = spawn(process.execPath, ["scripts/supervise.ts"], {
    cwd: root,
    // The channel tells it when this program is killed.
    stdio: ["ignore", "pipe", "inherit", "ipc"],
    env: {
      ...process.env,
      PORT: String(port),
      HOST: "127.0.0.1",
      TOCSIN_DATA_DIR: home,
      DATABASE_URL: "",
      NODE_ENV: "production",
      ...environment,
    },
  });
  const stop = async () => {
    supervisor.kill("SIGTERM");
    if (supervisor.exitCode === null && supervisor.signalCode === null) await once(supervisor, "exit");
    rmSync(home, { recursive: true, force: true });
  };
  const url = `http://127.0.0.1:${port}`;
  const said: string[] = [];
  supervisor.stdout?.on("data", (chunk) => said.push(String(chunk)));
  await untilHealthy(url, supervisor).catch(async (error: Error) => {
    await stop();
    throw new Error(`${error.message}. It said:\n${said.join("").slice(-3_000)}`);
  });
  const access = readAccess(realpathSync(path.join(home, "postgres")));
  return {
    url,
    databaseUrl: `postgres://${superuser}:${access.password}@127.0.0.1:${access.port}/tocsin`,
    pids: () => programsOf(supervisor.pid ?? 0),
    stop,
  };
}

async function untilHealthy(url: string, supervisor: ChildProcess): Promise<void> {
  for (const deadline = Date.now() + patienceMs; Date.now() < deadline; await sleep(100)) {
    if (supervisor.exitCode !== null) throw new Error(`the supervisor ended with ${supervisor.exitCode}`);
    if (
      await fetch(`${url}/api/health`, { signal: AbortSignal.timeout(30_000) }).then(
        (answer) => answer.ok,
        () => false,
      )
    )
      return;
  }
  throw new Error(`Tocsin did not become healthy within ${patienceMs / 1_000} s`);
}

function programsOf(supervisor: number): ReturnType<Instance["pids"]> {
  const children = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => childOf(supervisor, Number(name)));
  const find = (word: string) => children.find(({ command }) => command.includes(word))?.pid;
  return { web: find("server.ts"), worker: find("worker.ts"), postgres: find("postgres") };
}

function childOf(parent: number, pid: number): { pid: number; command: string }[] {
  try {
    const parentPid = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/\(.*\)/, "()")
      .split(" ")[3];
    return Number(parentPid) === parent ? [{ pid, command: readFileSync(`/proc/${pid}/cmdline`, "utf8") }] : [];
  } catch {
    // It has ended meanwhile.
    return [];
  }
}
