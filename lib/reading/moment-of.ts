const written = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(?::(\d\d)(?:[.,](\d+))?)?\s*(Z|UTC|[+-]\d\d:?\d\d)?$/i;

/**
 * A sender's moment as ISO 8601 in UTC with milliseconds: RFC 3339 with any number of digits, with or without a zone
 * (then UTC), or a Unix time in seconds or milliseconds. Undefined for anything else and for Go's zero time.
 */
export function momentOf(value: unknown): string | undefined {
  const ms =
    typeof value === "number" ? unixMs(value) : typeof value === "string" ? writtenMs(value.trim()) : Number.NaN;
  return isPlausible(ms) ? new Date(ms).toISOString() : undefined;
}

function writtenMs(text: string): number {
  if (/^\d{9,13}(\.\d+)?$/.test(text)) return unixMs(Number(text));
  const parts = written.exec(text);
  if (!parts) return Number.NaN;
  const [, day, minute, second = "00", fraction = "", zone = "Z"] = parts;
  const offset = /^[+-]\d{4}$/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone.replace(/^(z|utc)$/i, "Z");
  return Date.parse(`${day}T${minute}:${second}.${fraction.slice(0, 3).padEnd(3, "0")}${offset}`);
}

// No alert is from before 1973, and no Unix time in seconds reaches this number before the year 5138.
const unixMs = (unix: number): number => (unix < 1e11 ? unix * 1000 : unix);

const earliestMs = Date.UTC(1973, 0);
// Beyond the year 9999 an ISO date has a sign, which Postgres does not read.
const latestMs = Date.UTC(9999, 11, 31);
const isPlausible = (ms: number): boolean => ms >= earliestMs && ms <= latestMs;
