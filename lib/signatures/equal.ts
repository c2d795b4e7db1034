import { createHash, timingSafeEqual } from "node:crypto";

/** Are these the same bytes? In constant time; another length is simply not the same. */
export const isSameBytes = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && timingSafeEqual(a, b);

/** Are these the same text? Compared as digests, so that not even its length shows. */
export const isSameText = (a: string, b: string): boolean => isSameBytes(digest(a), digest(b));

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
