import { once } from "node:events";
import { startDelivery } from "#lib/delivery/start";
import { startDispatch } from "#lib/dispatch/start";
import { openFastLane } from "#lib/doors/testing-mounts";

export type Rig = { url: string; stop(): Promise<void> };

/** Tocsin without its screens, in this process: the fast lane, the dispatcher and the delivery engine on the test's database. */
export async function startRig(): Promise<Rig> {
  const { server, port } = await openFastLane();
  const dispatch = await startDispatch();
  const delivery = await startDelivery();
  return {
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
      await dispatch.stop();
      await delivery.stop(1_000);
    },
  };
}
