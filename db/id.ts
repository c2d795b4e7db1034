import { randomFillSync } from "node:crypto";

const idBytes = 16;
// Asking the system for randomness costs more than everything else here; thousands of ids a second share a draw.
const pool = Buffer.alloc(256 * idBytes);
let drawn = pool.length;

/** A new uuid v7 (RFC 9562): 48 bits of milliseconds, then random, so that ids sort by the time they were made. */
export function newId(at: number = Date.now()): string {
  const bytes = randomIdBytes();
  bytes.writeUIntBE(at, 0, 6);
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = bytes.toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

function randomIdBytes(): Buffer {
  if (drawn === pool.length) {
    randomFillSync(pool);
    drawn = 0;
  }
  drawn += idBytes;
  return pool.subarray(drawn - idBytes, drawn);
}

export const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Can Postgres read `text` as a uuid? Ask before a text from outside meets a uuid column. */
export function isUuid(text: string): boolean {
  return uuidPattern.test(text);
}
