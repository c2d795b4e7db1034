import { and, eq } from "drizzle-orm";
import { subscriptions } from "#db/schema/delivery";
import type { Tx } from "#db/transaction";

const isCard = (destinationId: string) =>
  and(eq(subscriptions.destinationId, destinationId), eq(subscriptions.ownerKind, "card"));

/** Which events the card of a destination hears of. */
export async function cardEvents(tx: Tx, destinationId: string): Promise<string[]> {
  const [card] = await tx.select({ events: subscriptions.events }).from(subscriptions).where(isCard(destinationId));
  return card?.events ?? [];
}

/** Lets the card of a destination hear of `events`. */
export async function setCardEvents(tx: Tx, destinationId: string, events: string[]): Promise<void> {
  await tx.update(subscriptions).set({ events }).where(isCard(destinationId));
}

/** Makes the subscription of a new card. */
export async function addCard(tx: Tx, destinationId: string, events: string[], now: Date): Promise<void> {
  await tx.insert(subscriptions).values({ destinationId, ownerKind: "card", events, createdAt: now });
}
