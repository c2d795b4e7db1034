import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from "node:crypto";
import { env } from "#lib/env";

const cipherName = "aes-256-gcm";
const keyIdBytes = 4;
const nonceBytes = 12;
const tagBytes = 16;

/**
 * Seals `text` for the database: key id, nonce, tag, ciphertext (AES-256-GCM under TOCSIN_SECRET).
 * `place` names the row and column ("destinations:<id>:secrets"), so that a blob moved elsewhere does not open.
 */
export function seal(text: string, place: string): Uint8Array {
  const { key, keyId } = sealingKey();
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(cipherName, key, nonce).setAAD(Buffer.from(place));
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return Buffer.concat([keyId, nonce, cipher.getAuthTag(), sealed]);
}

/** Opens what `seal` made for the same `place`. Throws when TOCSIN_SECRET is another one than it was sealed with. */
export function unseal(blob: Uint8Array, place: string): string {
  const { key, keyId } = sealingKey();
  const bytes = Buffer.from(blob);
  if (!bytes.subarray(0, keyIdBytes).equals(keyId)) {
    throw new Error("A stored secret was sealed with another TOCSIN_SECRET. Start with the secret it was saved under.");
  }
  const nonce = bytes.subarray(keyIdBytes, keyIdBytes + nonceBytes);
  const tag = bytes.subarray(keyIdBytes + nonceBytes, keyIdBytes + nonceBytes + tagBytes);
  const decipher = createDecipheriv(cipherName, key, nonce).setAAD(Buffer.from(place)).setAuthTag(tag);
  return Buffer.concat([
    decipher.update(bytes.subarray(keyIdBytes + nonceBytes + tagBytes)),
    decipher.final(),
  ]).toString("utf8");
}

/** A hex SHA-256, for looking up keys and tokens that are random themselves. */
export function hashOf(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

let derived: { secret: string; key: Buffer; keyId: Buffer } | undefined;

function sealingKey() {
  const secret = env().TOCSIN_SECRET;
  if (derived?.secret !== secret) {
    const key = Buffer.from(hkdfSync("sha256", secret, "", "tocsin seal", 32));
    derived = { secret, key, keyId: createHash("sha256").update(key).digest().subarray(0, keyIdBytes) };
  }
  return derived;
}
