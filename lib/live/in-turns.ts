import { setTimeout as sleep } from "node:timers/promises";

const perTurn = 32;
const pauseMs = 10;
/** So many times the delay that others caused us is left to them. */
const yielding = 4;
const longestYieldMs = 100;

/**
 * Does `work` with each of `items`, a few at a time. In between the event loop belongs to everything else this process
 * does, alerts above all: the busier that keeps it, the longer the pause.
 */
export async function inTurns<Item>(items: Iterable<Item>, work: (item: Item) => void): Promise<void> {
  let done = 0;
  for (const item of items) {
    if (done > 0 && done % perTurn === 0) await pause();
    work(item);
    done++;
  }
}

async function pause(): Promise<void> {
  const due = performance.now() + pauseMs;
  await sleep(pauseMs);
  const lateMs = performance.now() - due;
  if (lateMs > 1) await sleep(Math.min(lateMs * yielding, longestYieldMs));
}
