import { type BodyFound, maxBodyBytes } from "#lib/intake/raw";

/** A body on its way in. */
export type Body = { limit: number; chunks: Uint8Array[]; size: number; counted: number; isCrowdedOut: boolean };

/** What bodies above the usual size may take together, in one process: five of the largest. */
const mostTogether = 134_217_728;

// Next's route bundles and the fast lane are different module graphs; the memory they share is one.
const held = globalThis as typeof globalThis & { tocsinLargeBodies?: { bytes: number } };
const large = (held.tocsinLargeBodies ??= { bytes: 0 });

/** A body of which at most `limit` bytes, and one chunk more to see that it is too large, are to be read. */
export const newBody = (limit: number): Body => ({ limit, chunks: [], size: 0, counted: 0, isCrowdedOut: false });

/** Adds what came; false when the rest is not to be read. */
export function addChunk(body: Body, chunk: Uint8Array): boolean {
  body.chunks.push(chunk);
  body.size += chunk.length;
  if (body.size > body.limit) return false;
  return body.size <= maxBodyBytes || hasRoom(body);
}

/** What was read, for intake. */
export function bodyFound({ chunks, isCrowdedOut }: Body): BodyFound {
  const [only] = chunks;
  const body = only && chunks.length === 1 ? only : Buffer.concat(chunks);
  return isCrowdedOut ? { body, isCrowdedOut } : { body };
}

/** Makes room for others once a body was dealt with. */
export function letGo(body: Body): void {
  large.bytes -= body.counted;
  body.counted = 0;
}

function hasRoom(body: Body): boolean {
  const more = body.size - body.counted;
  if (large.bytes + more > mostTogether) {
    crowdOut(body);
    return false;
  }
  large.bytes += more;
  body.counted = body.size;
  return true;
}

/** Its beginning is enough to see later what was refused. */
function crowdOut(body: Body) {
  body.isCrowdedOut = true;
  body.chunks.length = 1;
  letGo(body);
}
