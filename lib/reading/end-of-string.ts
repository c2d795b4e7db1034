const quote = 0x22;
const backslash = 0x5c;

/** Where the string that opens at `start` of a JSON text closes. */
export function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text.charCodeAt(at) !== quote) at += text.charCodeAt(at) === backslash ? 2 : 1;
  return at;
}
