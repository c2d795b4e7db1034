import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startEmbedded } from "#db/embedded";
import { freePort } from "#db/free-port";
import { migrate } from "#db/migrate";

export const root = path.join(import.meta.dirname, "..");

/** A throw-away Postgres, durable as in production, whose URL the environment then names. */
export async function openDatabase(): Promise<{ close(): Promise<void> }> {
  const home = mkdtempSync(path.join(tmpdir(), "tocsin-bench-"));
  const server = await startEmbedded({ home, settings: ["max_connections=200"] });
  await migrate(server.url);
  Object.assign(process.env, {
    DATABASE_URL: server.url,
    TOCSIN_SECRET: "bench".repeat(8),
    NODE_ENV: "production",
    TOCSIN_LOG_LEVEL: "error",
    TOCSIN_EGRESS_ALLOW: "127.0.0.0/8",
  });
  return {
    close: async () => {
      await server.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

export type Program = { port: number; pid: number | undefined; stop(): Promise<void> };

/** Starts a program of ours under this Node and waits until its port answers. */
export async function startProgram(parameters: string[], environment: Record<string, string> = {}): Promise<Program> {
  const port = await freePort();
  const child = spawn(process.execPath, parameters, {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, PORT: String(port), HOST: "127.0.0.1", ...environment },
  });
  await answering(port, child);
  return { port, pid: child.pid, stop: () => stopChild(child) };
}

/** Runs a program to its end; throws when it fails. */
export async function runProgram(parameters: string[]): Promise<void> {
  const child = spawn(process.execPath, parameters, {
    cwd: root,
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1" },
  });
  const [code] = await once(child, "exit");
  if (code !== 0) throw new Error(`${parameters.join(" ")} ended with ${code}`);
}

const patienceMs = 300_000;

async function answering(port: number, child: ChildProcess): Promise<void> {
  for (const deadline = Date.now() + patienceMs; Date.now() < deadline; await sleep(50)) {
    if (child.exitCode !== null) throw new Error(`a program of the benchmark ended with ${child.exitCode}`);
    if (
      await fetch(`http://127.0.0.1:${port}/`).then(
        () => true,
        () => false,
      )
    )
      return;
  }
  throw new Error("a program of the benchmark does not answer");
}

async function stopChild(child: ChildProcess): Promise<void> {
  child.kill("SIGTERM");
  const forced = setTimeout(() => child.kill("SIGKILL"), 12_000);
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  clearTimeout(forced);
}
