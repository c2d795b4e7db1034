// The worker process: dispatch, delivery and timers. Any number of them may run on one database.
// Start it with UV_THREADPOOL_SIZE=32: name look-ups share that pool, and a dead name server must not stall the others.
import { closeDatabase, sql } from "#db/client";
import { again } from "#lib/again";
import { flushWakes } from "#lib/change/wake";
import { startDelivery } from "#lib/delivery/start";
import { startDispatch } from "#lib/dispatch/start";
import { env } from "#lib/env";
import { log } from "#lib/log";
import { parseOpenRanges } from "#lib/net/egress";
import { startTimers } from "#lib/timers/start";
import { watchPools } from "#lib/watchdog";

const longestStopMs = 19_000;

// A wrong range is told at the start, not with the first message.
parseOpenRanges(env().TOCSIN_EGRESS_ALLOW);
const parts: { stop(): Promise<void> }[] = [];
let isStopping = false;
for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void stop(0));

await again("database", () => sql()`select 1`);
parts.push(startTimers());
const delivery = await again("delivery", () => startDelivery({ onLost: () => void stop(1) }));
parts.push(delivery);
parts.push(await again("dispatch", () => startDispatch(delivery.poke)));
watchPools(() => process.exit(1));
log.info("worker is running");

/** First nothing new is fanned out and no timer runs, then what is on its way arrives, then the database is let go. */
async function stop(exitCode: number): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  log.info("worker is stopping");
  setTimeout(() => process.exit(1), longestStopMs).unref();
  await Promise.all(parts.map((part) => part.stop()));
  await flushWakes();
  await closeDatabase();
  process.exit(exitCode);
}
