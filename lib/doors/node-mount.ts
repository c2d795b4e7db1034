import type { IncomingMessage, ServerResponse } from "node:http";
import { addChunk, type Body, bodyFound, letGo, newBody } from "#lib/intake/body";
import type { Door, RawAnswer } from "#lib/intake/raw";
import { securityHeaders } from "#lib/net/security-headers";

/** A door on node:http, the fast lane: reads the request of a sender at `ip`, answers it, and never throws. */
export async function receiveNode(
  door: Door,
  request: IncomingMessage,
  response: ServerResponse,
  ip: string,
): Promise<void> {
  const [path, query] = splitAt(request.url ?? "/", "?");
  const body = newBody(door.bodyLimit(path));
  try {
    // The sender went away in the middle of its body: there is nobody to answer and nothing whole to store.
    if (!(await fill(body, request))) return;
    const method = request.method ?? "GET";
    const headers = plainHeaders(request);
    send(request, response, await door.serve({ method, path, query, headers, ip, ...bodyFound(body) }));
  } finally {
    letGo(body);
  }
}

/** Reads the body as far as it is wanted. Is there somebody to answer? */
function fill(body: Body, request: IncomingMessage): Promise<boolean> {
  return new Promise((resolve) => {
    request.on("data", (chunk: Buffer) => {
      if (addChunk(body, chunk)) return;
      request.pause();
      resolve(true);
    });
    request.on("end", () => resolve(true));
    request.on("close", () => resolve(false));
    request.on("error", () => resolve(false));
  });
}

function send(request: IncomingMessage, response: ServerResponse, { status, headers, body }: RawAnswer) {
  // The rest of a body that is not wanted is not kept; the connection ends with the answer.
  const end = request.complete ? {} : { connection: "close" };
  response.writeHead(status, { ...securityHeaders(), ...headers, "content-length": Buffer.byteLength(body), ...end });
  if (request.complete) return void response.end(body);
  response.write(body);
  dropRest(request, () => response.end());
}

const mostDropped = 8_388_608;
const longestDropMs = 2_000;

/** Closed on what is still coming, a connection would lose the answer that is on its way: some of it is read first. */
function dropRest(request: IncomingMessage, then: () => void) {
  let dropped = 0;
  const timer = setTimeout(then, longestDropMs);
  const finish = () => {
    clearTimeout(timer);
    then();
  };
  request.removeAllListeners("data").on("data", (chunk: Buffer) => {
    dropped += chunk.length;
    if (dropped > mostDropped) finish();
  });
  request.once("end", finish).once("close", finish).resume();
}

function plainHeaders({ headers }: IncomingMessage): Record<string, string> {
  const plain: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined) plain[name] = Array.isArray(value) ? value.join(", ") : value;
  return plain;
}

function splitAt(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}
