import { and, eq, lte } from "drizzle-orm";
import { db } from "#db/client";
import { duties } from "#db/schema/timers";
import { now } from "#lib/clock";
import { keepHouse } from "#lib/timers/duties/keep-house";

const name = "housekeeping";
const pollMs = 30_000;
/** For so long it is one worker's; if that one dies, another's. */
const leaseMs = 600_000;
const hourUtc = 3;
const minuteUtc = 17;

/** Keeps house once a night, in one of the workers; a night that nothing ran is made up for. Returns when to look again. */
export async function keepHouseNightly(): Promise<number> {
  const at = now();
  const isDue = and(eq(duties.name, name), lte(duties.dueAt, at));
  const taken = await db()
    .update(duties)
    .set({ dueAt: new Date(at.getTime() + leaseMs) })
    .where(isDue)
    .returning({ name: duties.name });
  if (taken.length === 0) return pollMs;
  await keepHouse();
  await db()
    .update(duties)
    .set({ dueAt: nextNight(now()) })
    .where(eq(duties.name, name));
  return pollMs;
}

/** The next 03:17 UTC after `at`. */
export function nextNight(at: Date): Date {
  const next = new Date(at);
  next.setUTCHours(hourUtc, minuteUtc, 0, 0);
  if (next <= at) next.setUTCDate(next.getUTCDate() + 1);
  return next;
}
