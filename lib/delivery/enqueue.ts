import { type Part, part } from "#db/sql";
import type { DeliveryLane } from "#db/vocabulary";

/**
 * Puts deliveries into the queue in their lane, due at `now`: one for each row of `from`, which gives event_id, destination_id,
 * subscription_id, address, subject and replay_number, in the order in which they are to be made. What is there already
 * is left as it is. The statement returns the ids of those that were made.
 */
export function enqueue({ kind, lane }: { kind: "event" | "replay"; lane: DeliveryLane }, from: Part, now: Date): Part {
  return part`
    insert into deliveries (event_id, destination_id, subscription_id, address, subject, replay_number, kind, lane, state, created_at, due_at)
    select n.event_id, n.destination_id, n.subscription_id, n.address, n.subject, n.replay_number, ${kind}, ${lane}, 'pending', ${now}, ${now}
    from (${from}) n
    on conflict do nothing
    returning id`;
}
