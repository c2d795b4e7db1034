const newline = 0x0a;
const mostBytes = 1_048_576;
const mostLines = 10_000;
/** More lines than the largest mail of a sane program has. */
const mostRead = 300_000;
/** Lines of one length in a row: beyond this many they are an attachment's, which nobody reads. */
const longestRun = 1_000;

/**
 * A mail without the bulk of its attachments, and at most so long that its lines can be looked at one by one: what a mail
 * may hold on the wire takes the parser seconds, or all memory there is when it is nothing but newlines.
 */
export function shorten(raw: Uint8Array): Uint8Array {
  const kept: Uint8Array[] = [];
  let [bytes, run, lastLength, from] = [0, 0, -1, 0];
  for (let read = 0; read < mostRead && from < raw.length; read++) {
    const end = raw.indexOf(newline, from);
    const length = (end < 0 ? raw.length : end + 1) - from;
    run = length === lastLength ? run + 1 : 0;
    if (run < longestRun) {
      kept.push(raw.subarray(from, from + Math.min(length, mostBytes - bytes)));
      bytes += length;
    }
    if (kept.length >= mostLines || bytes >= mostBytes) break;
    lastLength = length;
    from += length;
  }
  return Buffer.concat(kept);
}
