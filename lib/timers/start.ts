import { EventEmitter } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { type Runner, run, type WorkerEvents } from "graphile-worker";
import { queries } from "#db/client";
import { endSnoozeTask } from "#lib/incidents/snooze-timer";
import { log } from "#lib/log";
import { inTime } from "#lib/timers/in-time";
import { keepAlive } from "#lib/timers/keep-alive";
import { keepHouse } from "#lib/timers/tasks/daily";
import { wakeSnoozed } from "#lib/timers/tasks/end-snooze";
import { sweepSnoozes } from "#lib/timers/tasks/sweep-snoozes";
import { takeWhatWaits } from "#lib/timers/tasks/take-turns";
import { timerLog } from "#lib/timers/timer-log";

export type Timers = { stop(): Promise<void> };

const minuteMs = 60_000;

const tasks = {
  [endSnoozeTask]: inTime(wakeSnoozed, minuteMs),
  "sweep-snoozes": inTime(sweepSnoozes, minuteMs),
  "take-turns": inTime(takeWhatWaits, minuteMs),
  daily: inTime(keepHouse, 60 * minuteMs),
};

/** Cron in UTC. A night missed while nothing ran is made up for at the next start. */
const crontab = ["* * * * * sweep-snoozes", "* * * * * take-turns", "17 3 * * * daily ?fill=1d&max=10"].join("\n");

const againAfterMs = 1000;
const patienceMs = 10_000;
const longestSilenceMs = 20_000;

/** Runs what waits for a moment, and starts it again whenever it ends by itself, until it is stopped. Returns at once. */
export async function startTimers(): Promise<Timers> {
  const stopping = new AbortController();
  const running = runUntil(stopping.signal);
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

async function runUntil(signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await runOnePool(signal);
    } catch (error) {
      log.warn({ error }, "the timers ended; they start again");
    }
    await pause(againAfterMs, signal);
  }
}

/** One pool of graphile-worker, from its start until it ends, loses its lease or is told to stop. */
async function runOnePool(stopping: AbortSignal): Promise<void> {
  const events: WorkerEvents = new EventEmitter();
  const poolId = new Promise<string>((resolve) =>
    events.once("pool:create", ({ workerPool }) => resolve(workerPool.id)),
  );
  const runner = await run({
    pgPool: queries(),
    taskList: tasks,
    crontab,
    concurrency: 10,
    pollInterval: 500,
    noHandleSignals: true,
    logger: timerLog,
    events,
    preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
  });
  const ended = runner.promise.then(
    () => undefined,
    (error: unknown) => log.warn({ error }, "the timers ended by themselves"),
  );
  const lease = keepAlive(await poolId);
  const why = await Promise.race([ended, lease.lost, aborted(stopping), silenceIn(events)]);
  if (why === "silent") log.warn({}, "no timer looked for a job any more; they start again");
  await stopRunner(runner);
  await lease.end();
}

async function stopRunner(runner: Runner): Promise<void> {
  const stopped = runner.stop().catch((error: unknown) => log.debug({ error }, "the timers had stopped before"));
  const isStopped = await Promise.race([stopped.then(() => true), sleep(patienceMs, false, { ref: false })]);
  if (!isStopped) await runner.kill("it did not stop in time");
}

/**
 * Resolves when no worker has looked for a job for so long that none will again: a connection that breaks off while it is
 * made can leave them waiting for ever. Each of them looks twice a second.
 */
function silenceIn(events: WorkerEvents): Promise<"silent"> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve("silent"), longestSilenceMs).unref();
    events.on("worker:getJob:start", () => timer.refresh());
  });
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}
