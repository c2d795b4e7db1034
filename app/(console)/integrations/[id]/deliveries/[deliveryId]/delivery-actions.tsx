"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "#components/ui/button";
import type { DeliveryDetail } from "#lib/browser/destination";
import { deliveryAt } from "../../../addresses";
import { useDeliveryVerbs } from "../../delivery-verbs";

/** What can be done about a message: try it now while it waits, send it again when it is over. */
export function DeliveryActions({ delivery: { id, destination, state, attempt, kind } }: { delivery: DeliveryDetail }) {
  const router = useRouter();
  const verbs = useDeliveryVerbs(destination.id);
  const [working, setWorking] = useState(false);
  async function press(act: () => Promise<void>) {
    setWorking(true);
    await act();
    setWorking(false);
  }
  const replay = async () => {
    const again = await verbs.replay(id);
    if (again) router.push(deliveryAt(destination.id, again.id));
  };
  if (state === "in_flight" || kind === "test" || (state === "pending" && attempt === 0)) return null;
  if (state === "pending") {
    return (
      <Button variant="primary" loading={working} onClick={() => void press(async () => void (await verbs.tryNow(id)))}>
        Try now
      </Button>
    );
  }
  return (
    <Button
      variant={state === "delivered" ? "secondary" : "primary"}
      loading={working}
      onClick={() => void press(replay)}
    >
      Replay
    </Button>
  );
}
