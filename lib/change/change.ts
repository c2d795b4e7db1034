import { auditEntries, platformEvents } from "#db/schema/delivery";
import type { Sql } from "#db/sql";
import { type Tx, transaction } from "#db/transaction";
import type { Actor } from "#db/vocabulary";
import { type Topic, wake } from "#lib/change/wake";
import { type EventType, findEvent, type PayloadOf } from "#lib/events/index";

/** Who changes something, and when. */
export type By = { actor: Actor; now: Date };

/** What is changed, for the audit log. */
export type Changed = { type: string; id: string };

type SystemEvent = Extract<EventType, `system.${string}`>;

/** One transaction, and what is written and told along with it. */
export type Change = {
  tx: Tx;
  /** The connection of `tx`, for SQL by hand. */
  sql: Sql;
  by: By;
  /** Writes an audit row before the commit. Leave secrets out of `was` and `is`. */
  audit(action: string, object: Changed, was?: unknown, is?: unknown): void;
  /** Writes a system event into the outbox before the commit. */
  tell<Type extends SystemEvent>(type: Type, event: Omit<PayloadOf<Type>, "actor">): void;
  /** Tells every process after the commit what changed. */
  wake(...topics: Topic[]): void;
};

/**
 * Carries out `work` in one transaction: all of it is stored with its audit rows and events, and then everyone is told; or
 * nothing is, and it throws. It is run once more after a clash, so it may change nothing but the database.
 */
export async function change<Result>(by: By, work: (change: Change) => Promise<Result>): Promise<Result> {
  const { result, topics } = await transaction(async (tx, sql) => {
    const pending: Pending = { audits: [], events: [], topics: [] };
    const worked = await work({ tx, sql, by, ...pensInto(pending, by) });
    await write(tx, pending);
    return { result: worked, topics: pending.topics };
  });
  if (topics.length > 0) wake(...topics);
  return result;
}

/** What is written before the commit, and told after it. */
type Pending = {
  audits: (typeof auditEntries.$inferInsert)[];
  events: (typeof platformEvents.$inferInsert)[];
  topics: Topic[];
};

function pensInto({ audits, events, topics }: Pending, { actor, now }: By): Pick<Change, "audit" | "tell" | "wake"> {
  return {
    audit(action, { type, id }, before, after) {
      audits.push({ ...actorColumns(actor), action, objectType: type, objectId: id, before, after, at: now });
    },
    tell(type, event) {
      const payload = { actor, ...event };
      events.push({ type, payload, ...findEvent(type)?.facets(payload), occurredAt: now });
      topics.push("outbox");
    },
    wake(...named) {
      topics.push(...named);
    },
  };
}

async function write(tx: Tx, { audits, events }: Pending): Promise<void> {
  if (audits.length > 0) await tx.insert(auditEntries).values(audits);
  if (events.length > 0) await tx.insert(platformEvents).values(events);
}

export const actorColumns = (actor: Actor) => ({ actorKind: actor.kind, actorId: actor.id, actorName: actor.name });
