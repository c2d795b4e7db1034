import { auditEntries, platformEvents } from "#db/schema/delivery";
import type { Tx } from "#db/transaction";
import type { Actor } from "#db/vocabulary";
import type { EventType } from "#lib/events/catalogue";

/** Writes an audit row in the transaction of the change. Leave secrets out of `before` and `after`. */
export async function recordAudit(
  tx: Tx,
  entry: {
    actor: Actor;
    action: string;
    objectType: string;
    objectId: string;
    before?: unknown;
    after?: unknown;
    now: Date;
  },
): Promise<void> {
  const { actor, now, ...rest } = entry;
  await tx.insert(auditEntries).values({ ...rest, ...actorColumns(actor), at: now });
}

/** Writes a system event into the outbox, in the transaction of the change. Wake "outbox" after the commit. */
export async function recordSystemEvent(
  tx: Tx,
  event: {
    type: Extract<EventType, `system.${string}`>;
    actor: Actor;
    summary: string;
    subject: Record<string, unknown>;
    now: Date;
  },
): Promise<void> {
  const { type, actor, summary, subject, now } = event;
  await tx.insert(platformEvents).values({ type, payload: { actor, summary, subject }, occurredAt: now });
}

export const actorColumns = (actor: Actor) => ({ actorKind: actor.kind, actorId: actor.id, actorName: actor.name });
