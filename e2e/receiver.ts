import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { Webhook } from "standardwebhooks";

/** What a webhook receiver got, its signature verified by the reference implementation. */
export type Received = { event: string; incident: { id: string; title: string; status: string } };
export type Receiver = { url: string; received: Received[]; badlySigned: string[]; stop(): Promise<void> };

/** Somebody else's webhook endpoint: takes what is signed with `secret`, refuses the rest. */
export async function startReceiver(secret: string): Promise<Receiver> {
  const received: Received[] = [];
  const badlySigned: string[] = [];
  const server = http.createServer(async (request, response) => {
    const body = await text(request);
    try {
      // Verified just now, so it is a message of Tocsin.
      received.push(new Webhook(secret).verify(body, headersOf(request)) as Received);
      response.writeHead(204).end();
    } catch (error) {
      badlySigned.push(`${error}: ${body}`);
      response.writeHead(401).end();
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  // A TCP server's address is never a string or null once it listens.
  const { port } = server.address() as AddressInfo;
  const stop = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  };
  return { url: `http://127.0.0.1:${port}/alerts`, received, badlySigned, stop };
}

const headersOf = ({ headers }: http.IncomingMessage): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
