import type { IncomingMessage, ServerResponse } from "node:http";
import { maxBodyBytes } from "#lib/intake/raw";
import { receive } from "#lib/intake/receive";

/** Intake on node:http, the fast lane: reads the request of a sender at `ip`, answers it, and never throws. */
export async function receiveNode(request: IncomingMessage, response: ServerResponse, ip: string): Promise<void> {
  const [path, query] = splitAt(request.url ?? "/", "?");
  const body = await boundedBody(request);
  // The sender went away in the middle of its body: there is nobody to answer and nothing whole to store.
  if (!body) return;
  const {
    status,
    headers,
    body: answer,
  } = await receive({
    method: request.method ?? "GET",
    path,
    query,
    headers: plainHeaders(request),
    body,
    ip,
  });
  // The rest of a body that is too large is not read; the connection ends with the answer.
  const end = request.complete ? {} : { connection: "close" };
  response.writeHead(status, { ...headers, "content-length": Buffer.byteLength(answer), ...end }).end(answer);
}

/** Reads one chunk more than is allowed at most, so that intake sees that it is too large. */
function boundedBody(request: IncomingMessage): Promise<Uint8Array | undefined> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size > maxBodyBytes) {
        request.pause();
        resolve(Buffer.concat(chunks));
      }
    });
    request.on("end", () => resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)));
    request.on("close", () => resolve(undefined));
    request.on("error", () => resolve(undefined));
  });
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
