import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { childEnvironment, root } from "../node.mjs";
import { say } from "../say.mjs";

/** After a signal a program has so long to stop what it started. */
const patienceMs = 60_000;

/** Everything that the tests write to the disk. Others may pass through it: Postgres, where we are root, is another user. */
export const folder = mkdtempSync(path.join(tmpdir(), "tocsin-tests-"));
chmodSync(folder, 0o711);
process.env.TMPDIR = folder;

const running = new Set<ChildProcess>();
const interrupted = Promise.withResolvers<undefined>();
let wasInterrupted = false;

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => interrupt());
startWatch();

export const isInterrupted = (): boolean => wasInterrupted;

/** Comes when we are interrupted, for work that is not a program of `run`. */
export const interruption: Promise<undefined> = interrupted.promise;

/** Runs a program under this Node and returns its exit code; it is told once when we are interrupted. */
export function run(command: string[], environment: Record<string, string> = {}): Promise<number> {
  if (wasInterrupted) return Promise.resolve(1);
  const child = spawn(process.execPath, command, {
    cwd: root,
    env: childEnvironment(environment),
    stdio: ["ignore", "inherit", "inherit"],
    // A group of its own: a Ctrl-C in the terminal reaches only us, and not it a second time.
    detached: true,
  });
  running.add(child);
  return new Promise((resolve) => {
    child.once("error", () => resolve(1));
    child.once("exit", (code) => {
      running.delete(child);
      resolve(code ?? 1);
    });
  });
}

/** npm and the terminal each pass on one Ctrl-C; the first of them counts. */
function interrupt(): void {
  if (wasInterrupted) return;
  wasInterrupted = true;
  interrupted.resolve(undefined);
  say("Stopping …");
  for (const child of running) child.kill("SIGINT");
  setTimeout(() => {
    for (const child of running) child.kill("SIGKILL");
  }, patienceMs).unref();
}

/** Its standard input ends with us, also when we are killed. */
function startWatch(): void {
  const watch = spawn(process.execPath, [path.join(import.meta.dirname, "watch.ts"), folder], {
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
    cwd: "/",
  });
  watch.unref();
}
