import { type Part, part } from "#db/sql";

/**
 * Puts deliveries into the queue, due at `now`: one for each row of `from`, which gives event_id, destination_id,
 * subscription_id, address, order_key and replay_number, in the order in which they are to be made. What is there already
 * is left as it is. The statement returns the ids of those that were made.
 */
export function enqueue(kind: "event" | "replay", from: Part, now: Date): Part {
  return part`
    insert into deliveries (event_id, destination_id, subscription_id, address, order_key, replay_number, kind, state, created_at, due_at)
    select n.event_id, n.destination_id, n.subscription_id, n.address, n.order_key, n.replay_number, ${kind}, 'pending', ${now}, ${now}
    from (${from}) n
    on conflict do nothing
    returning id`;
}
