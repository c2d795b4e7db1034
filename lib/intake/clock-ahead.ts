import { duration } from "#lib/format";
import { believedAheadSeconds } from "#lib/incidents/ingest-pieces";

/** What a request is told when its sender's clock runs ahead of ours; nothing when it does not. */
export function clockAhead(events: { occurredAt: string | null }[], receivedAt: Date): string[] {
  const aheadMs = events.reduce((most, { occurredAt }) => {
    const ms = occurredAt === null ? 0 : Date.parse(occurredAt) - receivedAt.getTime();
    return Math.max(most, ms);
  }, 0);
  if (aheadMs <= believedAheadSeconds * 1_000) return [];
  return [`The sender’s clock is ${duration(aheadMs)} ahead of ours, so its time was not believed.`];
}
