import { sql } from "#db/client";
import { now } from "#lib/clock";
import { disableBroken, disableFailing } from "#lib/delivery/auto-disable";
import { isCounted } from "#lib/delivery/judge";
import type { Result } from "#lib/delivery/settle";
import { policies } from "#lib/delivery/should-auto-disable";
import { env } from "#lib/env";
import { log } from "#lib/log";

/** Disables the destinations that asked for it, or that fail too much. */
export async function followUp(results: readonly Result[]): Promise<void> {
  try {
    for (const { claimed, attempted } of results) {
      if (attempted.next === "disable")
        await disableBroken(claimed.destination.id, attempted.error ?? "The receiver asked for it.", now());
    }
    const failing = results.filter(({ attempted }) => attempted.class !== "delivered" && isCounted(attempted.class));
    const ids = new Set(failing.map(({ claimed }) => claimed.destination.id));
    await disableFailing(sql(), [...ids], policies[env().TOCSIN_AUTO_DISABLE], now());
  } catch (error) {
    // The next failure judges again; a 410 comes again as well.
    log.warn({ error }, "could not judge failing integrations");
  }
}
