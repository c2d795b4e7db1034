import { type ChildProcess, spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { childEnvironment, root } from "../node.mjs";
import { say } from "../say.mjs";
import { afterFailure, type Run } from "./back-off.ts";
import { relay } from "./output.ts";

/** A program that is kept running. */
export type Child = {
  /** The running process, or undefined between two. */
  current(): ChildProcess | undefined;
  /** Starts it anew with a fresh environment, as after a crash but without waiting. */
  restart(): void;
  /** Asks it to end, waits at most `patienceMs`, then ends it. */
  stop(patienceMs: number): Promise<void>;
  /** Ends it now. */
  kill(): void;
};

/** Runs `script` with what `environment` gives at each start, and starts it again whenever it ends by itself. */
export function keepRunning(name: string, script: string, environment: () => NodeJS.ProcessEnv): Child {
  let stopping = false;
  let replaced = false;
  let run: Run = { failures: 0, startedAt: 0 };
  let child: ChildProcess | undefined;
  const launch = () => {
    run = { ...run, startedAt: Date.now() };
    child = start(name, script, environment());
    child.once("exit", (code, signal) => void onExit(signal ? `killed by ${signal}` : `exit code ${code}`));
  };
  const onExit = async (how: string) => {
    child = undefined;
    if (stopping) return;
    const next = replaced ? { waitMs: 0, failures: 0 } : afterFailure(run, Date.now());
    if (!replaced) say(`The ${name} process ended (${how}). Starting it again in ${next.waitMs / 1000} s`);
    replaced = false;
    run.failures = next.failures;
    await sleep(next.waitMs);
    if (!stopping) launch();
  };
  launch();
  return {
    current: () => child,
    restart: () => {
      replaced = true;
      child?.kill("SIGTERM");
    },
    stop: async (patienceMs) => {
      stopping = true;
      if (child) await end(name, child, patienceMs);
    },
    kill: () => {
      stopping = true;
      child?.kill("SIGKILL");
    },
  };
}

function start(name: string, script: string, environment: NodeJS.ProcessEnv): ChildProcess {
  const child = spawn(process.execPath, ["--import", "./scripts/follow-parent.mjs", script], {
    cwd: root,
    env: childEnvironment({ ...environment, TOCSIN_PROGRAM: name }),
    // A group of its own: Ctrl-C in the terminal must reach the supervisor only, which stops the others in order.
    detached: true,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  relay(child);
  child.once("error", (error) => say(`The ${name} process could not be started: ${error.message}`));
  return child;
}

async function end(name: string, child: ChildProcess, patienceMs: number): Promise<void> {
  const ended = new Promise<true>((resolve) => child.once("exit", () => resolve(true)));
  child.kill("SIGTERM");
  if (await Promise.race([ended, sleep(patienceMs, false, { ref: false })])) return;
  say(`The ${name} process does not stop; ending it`);
  child.kill("SIGKILL");
  await ended;
}
