import { sql } from "#db/client";
import { tocsinItself } from "#db/vocabulary";
import { now } from "#lib/clock";
import { disableBroken, disableFailing } from "#lib/delivery/auto-disable";
import { isCounted, isGood } from "#lib/delivery/judge";
import type { Result } from "#lib/delivery/settle";
import { policies } from "#lib/delivery/should-auto-disable";
import { blockDestination } from "#lib/destinations/block";
import { env } from "#lib/env";
import { log } from "#lib/log";

/** Disables the destinations that asked for it, or that fail too much, and says of which the credentials are refused. */
export async function followUp(results: readonly Result[]): Promise<void> {
  try {
    for (const { claimed, attempted } of results) {
      const { id } = claimed.destination;
      const reason = attempted.error ?? "The receiver asked for it.";
      if (attempted.next === "disable") await disableBroken(id, reason, now());
      if (attempted.next === "blocked") await blockDestination(id, reason, { actor: tocsinItself, now: now() });
    }
    const failing = results.filter(({ attempted }) => !isGood(attempted.class) && isCounted(attempted.class));
    const ids = new Set(failing.map(({ claimed }) => claimed.destination.id));
    await disableFailing(sql(), [...ids], policies[env().TOCSIN_AUTO_DISABLE], now());
  } catch (error) {
    // The next failure judges again; a 410 comes again as well.
    log.warn({ error }, "could not judge failing integrations");
  }
}
