import { setTimeout as sleep } from "node:timers/promises";
import { isOutage } from "#db/errors";
import { log } from "#lib/log";

const againAfterMs = 1_000;

/** Starts a part of a process; tries again every second while the database is away. Throws what else goes wrong. */
export async function again<Part>(name: string, start: () => Promise<Part>): Promise<Part> {
  for (let isTold = false; ; isTold = true) {
    try {
      const part = await start();
      if (isTold) log.info({ part: name }, "started");
      return part;
    } catch (error) {
      if (!isOutage(error)) throw error;
      if (!isTold) log.warn({ error, part: name }, "cannot start yet; trying again");
      await sleep(againAfterMs);
    }
  }
}
