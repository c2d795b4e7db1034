import { sql } from "#db/client";
import { wake } from "#lib/change/wake";
import { now } from "#lib/clock";
import { drainBatch, drainOutbox } from "#lib/dispatch/drain-outbox";
import { concerns, listen } from "#lib/live/listen";
import { startPulse } from "#lib/work/pulse";

const pollMs = 500;

/** Fans out events as they come, until stopped. `onDeliveries` is called when that made deliveries, besides the wake that other processes hear. */
export async function startDispatch(onDeliveries = () => {}): Promise<{ stop(): Promise<void> }> {
  let poke = () => {};
  const unlisten = await listen((topics) => {
    if (concerns(topics, "outbox")) poke();
  });
  const pulse = startPulse("dispatch", async () => {
    const drained = await drainOutbox(sql(), now());
    if (drained.deliveries > 0) {
      onDeliveries();
      wake("deliveries");
    }
    return drained.events === drainBatch ? 0 : pollMs;
  });
  poke = pulse.poke;
  return {
    stop: async () => {
      unlisten();
      await pulse.stop();
    },
  };
}
