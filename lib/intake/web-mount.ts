import { maxBodyBytes } from "#lib/intake/raw";
import { receive } from "#lib/intake/receive";

/** Intake as a Next route: the same function as the fast lane, from a web Request to a web Response. */
export async function receiveWeb(request: Request): Promise<Response> {
  const url = new URL(request.url);
  const headers = Object.fromEntries(request.headers);
  const {
    status,
    headers: answered,
    body,
  } = await receive({
    method: request.method,
    path: url.pathname,
    query: url.search.slice(1),
    headers,
    body: await boundedBody(request),
    // Set by our own server, whatever the client claimed.
    ip: headers["x-real-ip"] || "unknown",
  });
  return new Response(body, { status, headers: answered });
}

/** Reads one byte more than is allowed at most, so that intake sees that it is too large. */
async function boundedBody(request: Request): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > maxBodyBytes) break;
  }
  return Buffer.concat(chunks);
}
