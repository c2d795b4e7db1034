import { randomBytes } from "node:crypto";
import { hashOf, seal } from "#lib/seal";
import { keyPlace } from "#lib/signatures/places";

/** A new routing key, 32 hexadecimal characters, with its row for integration_keys. */
export function newKey(integrationId: string, now: Date) {
  const key = randomBytes(16).toString("hex");
  const keyHash = hashOf(key);
  return { key, row: { keyHash, integrationId, sealedKey: seal(key, keyPlace(keyHash)), createdAt: now } };
}
