import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { doorFor } from "#lib/doors/index";
import { receiveNode } from "#lib/doors/node-mount";
import { receiveWeb } from "#lib/doors/web-mount";
import { answerBroken } from "#lib/net/incoming";

export type Sent = { method?: string; path: string; headers?: Record<string, string>; body?: string | Uint8Array };
export type Got = { status: number; headers: Headers; body: Record<string, unknown>; text: string };
export type Mount = { send(request: Sent): Promise<Got>; close(): Promise<void> };

/** The two ways into intake, for tests that must hold on both. */
export const mounts: Record<string, () => Promise<Mount>> = { "the fast lane": fastLane, "the Next route": nextRoute };

async function fastLane(): Promise<Mount> {
  const { server, port } = await openFastLane();
  return {
    send: async ({ path, ...rest }) => gotFrom(await fetch(`http://127.0.0.1:${port}${path}`, requestOf(rest))),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** The doors alone on node:http, as the web process mounts them. */
export async function openFastLane(): Promise<{ server: http.Server; port: number }> {
  const server = http.createServer({ maxHeaderSize: 32_768, keepAliveTimeout: 65_000 }, (request, response) => {
    const door = doorFor(request.url?.split("?")[0] ?? "/");
    void receiveNode(door, request, response, "127.0.0.1");
  });
  server.on("clientError", answerBroken).listen(0, "127.0.0.1");
  await once(server, "listening");
  // A TCP server's address is never a string or null once it listens.
  const { port } = server.address() as AddressInfo;
  return { server, port };
}

async function nextRoute(): Promise<Mount> {
  return {
    send: async ({ path, ...rest }) =>
      gotFrom(await receiveWeb(new Request(`http://tocsin.test${path}`, requestOf(rest)))),
    close: async () => {},
  };
}

function requestOf({ method = "POST", headers, body }: Omit<Sent, "path">): RequestInit {
  return {
    method,
    headers: { "content-type": "application/json", ...headers },
    ...(body === undefined ? {} : { body: Buffer.from(body) }),
  };
}

async function gotFrom(response: Response): Promise<Got> {
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: text.startsWith("{") ? JSON.parse(text) : {},
  };
}
