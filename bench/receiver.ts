import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { tocsinItself } from "#db/vocabulary";
import { createDestination } from "#lib/destinations/create";

/** A receiver of webhooks on the loopback. */
export type Receiver = { url: string; close(): void };

export async function openReceiver(listener: RequestListener): Promise<Receiver> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  // A TCP server's address is never a string or null once it listens.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** A webhook destination at `url` that hears of new incidents; returns its id. */
export async function addDestination(name: string, url: string): Promise<string> {
  const { id } = await createDestination(
    { type: "webhook", name, config: { url, requestTimeoutSeconds: 3 }, events: ["incident.triggered"] },
    { actor: tocsinItself, now: new Date() },
  );
  return id;
}
