import { doorFor } from "#lib/doors/index";
import { addChunk, type Body, bodyFound, letGo, newBody } from "#lib/intake/body";

/** The doors as a Next route: the same function as the fast lane, from a web Request to a web Response. */
export async function receiveWeb(request: Request): Promise<Response> {
  const { pathname: path, search } = new URL(request.url);
  const { method } = request;
  const headers = Object.fromEntries(request.headers);
  // Set by our own server, whatever the client claimed.
  const ip = headers["x-real-ip"] || "unknown";
  const door = doorFor(path);
  const body = newBody(door.bodyLimit(path));
  try {
    await fill(body, request);
    const answer = await door.serve({ method, path, query: search.slice(1), headers, ip, ...bodyFound(body) });
    return new Response(answer.body, { status: answer.status, headers: answer.headers });
  } finally {
    letGo(body);
  }
}

/** Reads the body as far as it is wanted. */
async function fill(body: Body, request: Request): Promise<void> {
  for await (const chunk of request.body ?? []) if (!addChunk(body, chunk)) return;
}
