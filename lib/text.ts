/** Text from outside as Postgres takes it: no NUL, no half surrogate pairs, no space around it. */
export function cleanText(text: string): string {
  return storable(text).trim();
}

/**
 * A parsed JSON value as `jsonb` takes it: every text and key without NUL and half surrogate pairs, nothing trimmed.
 * Gives back the very same value when there is nothing to clean, which is nearly always.
 */
export function cleanJson(value: unknown): unknown {
  if (typeof value === "string") return storable(value);
  if (Array.isArray(value)) return cleanArray(value);
  if (typeof value === "object" && value !== null) return cleanObject(value);
  return value;
}

/** At most `max` UTF-16 units of `text`, with an ellipsis where it was cut, never through a character. */
export function truncate(text: string, max: number): string {
  if (text.length <= max) return text;
  const kept = isHighSurrogate(text.charCodeAt(max - 2)) ? max - 2 : max - 1;
  return `${text.slice(0, kept)}…`;
}

/** The same with the space around it left alone. */
export function storable(text: string): string {
  const withoutNul = text.includes("\0") ? text.replaceAll("\0", "\ufffd") : text;
  return withoutNul.isWellFormed() ? withoutNul : withoutNul.toWellFormed();
}

function cleanArray(values: unknown[]): unknown[] {
  const cleaned = values.map(cleanJson);
  return cleaned.some((value, at) => value !== values[at]) ? cleaned : values;
}

function cleanObject(value: object): object {
  const entries = Object.entries(value);
  const cleaned = entries.map(([key, inner]) => [storable(key), cleanJson(inner)] as const);
  const isClean = entries.every(([key, inner], at) => key === cleaned[at]?.[0] && inner === cleaned[at]?.[1]);
  return isClean ? value : Object.fromEntries(cleaned);
}

const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;
