import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { sql } from "#db/client";
import { newId } from "#db/id";
import { createPerson } from "#db/testing-rows";
import type { Role } from "#db/vocabulary";
import { sessionCookie, tokenOf } from "#lib/auth/session-token";
import { livePath } from "#lib/live/answer";
import { streamNode } from "#lib/live/node-mount";
import { beat, beatTurns } from "#lib/live/streams";
import { streamWeb } from "#lib/live/web-mount";

/** A stream as a browser reads it: each message, or the topics of the next change; undefined at its end. */
export type Reader = {
  response: Response;
  next(): Promise<string | undefined>;
  change(): Promise<string[] | undefined>;
  leave(): void;
};
export type Mount = { open(cookie: string, query?: string): Promise<Reader>; close(): Promise<void> };

/** The two ways to a stream, for tests that must hold on both. */
export const mounts: Record<string, () => Promise<Mount>> = { "node:http": nodeMount, "the Next route": webMount };

/** Streams alone on node:http, as the web process mounts them. */
export async function openServer(): Promise<{ port: number; close(): Promise<void> }> {
  const server = http.createServer((request, response) => void streamNode(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  // A TCP server's address is never a string or null once it listens.
  const { port } = server.address() as AddressInfo;
  return {
    port,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

async function nodeMount(): Promise<Mount> {
  const { port, close } = await openServer();
  return {
    close,
    open(cookie, query = "") {
      const leaving = new AbortController();
      const url = `http://127.0.0.1:${port}${livePath}${query}`;
      return readerOf(fetch(url, { headers: { cookie }, signal: leaving.signal }), leaving);
    },
  };
}

async function webMount(): Promise<Mount> {
  return {
    close: async () => {},
    open(cookie, query = "") {
      const leaving = new AbortController();
      const url = `http://tocsin.test${livePath}${query}`;
      return readerOf(streamWeb(new Request(url, { headers: { cookie }, signal: leaving.signal })), leaving);
    },
  };
}

async function readerOf(answered: Promise<Response>, leaving: AbortController): Promise<Reader> {
  const response = await answered;
  const messages = response.status === 200 ? messagesOf(response) : undefined;
  const next = async () => (await messages?.next())?.value;
  return {
    response,
    next,
    change: async () => {
      for (let message = await next(); message !== undefined; message = await next())
        if (isChange(message)) return topicsOf(message);
      return undefined;
    },
    leave: () => leaving.abort(),
  };
}

const changes = /^(?:event: recent\n)?data: (.*)$/;
const isChange = (message: string): boolean => changes.test(message);
const topicsOf = (message: string): string[] => JSON.parse(changes.exec(message)?.[1] ?? "[]");

async function* messagesOf(response: Response): AsyncGenerator<string, undefined> {
  let text = "";
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) {
    const messages = (text + read.value).split("\n\n");
    text = messages.pop() ?? "";
    yield* messages;
  }
  return undefined;
}

const dayMs = 86_400_000;

/** A session of a person of its own, and the cookie that goes with it. */
export async function createSession({
  revokedAt = null,
  expiresAt = new Date(Date.now() + dayMs),
  isDisabled = false,
  role = "responder",
}: {
  revokedAt?: Date | null;
  expiresAt?: Date;
  isDisabled?: boolean;
  role?: Role;
} = {}): Promise<{ id: string; personId: string; cookie: string }> {
  const { id: personId } = await createPerson({ role, disabledAt: isDisabled ? new Date() : null });
  const id = newId();
  await sql()`insert into sessions (id, person_id, created_at, expires_at, last_seen_at, revoked_at) values (${id}, ${personId}, now(), ${expiresAt}, now(), ${revokedAt})`;
  const token = await tokenOf({ id, personId, expiresAt });
  return { id, personId, cookie: `theme=dark; ${sessionCookie().name}=${token}` };
}

/** One beat of all streams. */
export async function beatAll(): Promise<void> {
  for (let turn = 0; turn < beatTurns; turn++) await beat(turn);
}
