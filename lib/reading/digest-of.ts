import { createHash } from "node:crypto";

/** A hex SHA-256 over several texts, so that ("a", "bc") and ("ab", "c") differ. */
export function digestOf(...texts: string[]): string {
  return createHash("sha256")
    .update(texts.map((text) => `${text.length}:${text}`).join(""))
    .digest("hex");
}
