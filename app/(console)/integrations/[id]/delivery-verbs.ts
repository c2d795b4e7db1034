"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { notify, notifyFailure } from "#components/ui/toast";
import { Unanswered } from "#lib/browser/ask";
import type { Delivery } from "#lib/browser/destination";
import { replayDelivery, tryDeliveryNow } from "../destination-verbs";
import { logKey } from "./(tabs)/deliveries/use-log";

/** What responders do to a message, said in a notice. */
export function useDeliveryVerbs(destinationId: string) {
  const queries = useQueryClient();
  const router = useRouter();
  async function run(carryOut: () => Promise<Delivery>, says: string, fails: string): Promise<Delivery | undefined> {
    try {
      const delivery = await carryOut();
      notify(says, { description: delivery.event.summary });
      return delivery;
    } catch (error) {
      // A conflict is news about the delivery, told calmly; it comes with what to do.
      if (error instanceof Unanswered && error.status === 409) notify(error.message);
      else
        notifyFailure(fails, {
          description: error instanceof Error ? error.message : String(error),
          retry: () => void run(carryOut, says, fails),
        });
      return undefined;
    } finally {
      void queries.invalidateQueries({ queryKey: logKey(destinationId) });
      router.refresh();
    }
  }
  return {
    replay: (id: string) => run(() => replayDelivery(id), "Sending it again", "It was not sent again"),
    tryNow: (id: string) => run(() => tryDeliveryNow(id), "Trying now", "It was not tried"),
  };
}

export type DeliveryVerbs = ReturnType<typeof useDeliveryVerbs>;
