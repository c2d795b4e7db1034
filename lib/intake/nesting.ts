import { endOfString } from "#lib/reading/end-of-string";

export const maxDepth = 100;

const quote = 0x22;

/** Is JSON text nested deeper than anything sends? Asked before it is parsed: what walks the value later would overflow. */
export function isTooDeep(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === quote) at = endOfString(text, at);
    else if (isOpening(unit) && ++depth > maxDepth) return true;
    else if (isClosing(unit)) depth--;
  }
  return false;
}

const isOpening = (unit: number): boolean => unit === 0x7b || unit === 0x5b;
const isClosing = (unit: number): boolean => unit === 0x7d || unit === 0x5d;
