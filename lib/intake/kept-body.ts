import { maxBodyBytes } from "#lib/intake/raw";

/** What is kept of a request: its body, or the beginning of it with words that say so. */
type Kept = { body: Uint8Array; reason: string };

/** Of a larger body that was refused only so many bytes are kept. */
export const largestKept = 65_536;

/** Of a body that was refused, the beginning is enough. */
export function keepBeginning(body: Uint8Array, reason: string): Kept {
  if (body.length <= largestKept) return { body, reason };
  return { body: body.subarray(0, largestKept), reason: `${reason} Only the first 64 KiB of its body are kept.` };
}

/** Of a body that was ignored too, when it is larger than usual; others are kept whole, to be read again later. */
export function keepIgnored(body: Uint8Array, reason: string): Kept {
  return body.length > maxBodyBytes ? keepBeginning(body, reason) : { body, reason };
}
