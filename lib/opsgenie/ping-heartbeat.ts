import { sql } from "drizzle-orm";
import { db } from "#db/client";
import { heartbeats } from "#db/schema/opsgenie";
import type { Admitted } from "#lib/opsgenie/exchange";
import { keepRequest } from "#lib/opsgenie/keep-request";
import { unprocessable } from "#lib/opsgenie/read-input";
import { textOf } from "#lib/reading/text-of";
import { cleanText } from "#lib/text";

const longestName = 200;

/** Writes down that a heartbeat is alive; its first ping makes it. */
export async function pingHeartbeat(admitted: Admitted): Promise<void> {
  const { call, input, sender, receivedAt } = admitted;
  const name = cleanText(call.named || (textOf(input.name) ?? ""));
  if (name === "" || name.length > longestName)
    throw unprocessable({ name: `should have 1 to ${longestName} characters` });
  const reason = `The heartbeat "${name}" was pinged.`;
  await keepRequest(admitted, { outcome: "accepted", reason, counts: false, events: [] });
  await db()
    .insert(heartbeats)
    .values({ integrationId: sender.integration.id, name, createdAt: receivedAt, lastPingAt: receivedAt })
    .onConflictDoUpdate({
      target: [heartbeats.integrationId, heartbeats.name],
      set: { lastPingAt: sql`greatest(${heartbeats.lastPingAt}, excluded.last_ping_at)` },
    });
}
