import { layOut } from "#lib/reading/parse-json";

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** A moment as it is stored, sent or held. */
export type Moment = Date | string | number;

/** How far `moment` is from `now`, short enough for a column: "just now", "4 min ago", "in 2 h", "3 d ago". Past 30 days it is a date. */
export function relativeTime(moment: Moment, now: Moment, zone = "UTC"): string {
  const distanceMs = millisecondsOf(moment) - millisecondsOf(now);
  const size = Math.abs(distanceMs);
  if (size > 30 * dayMs) return dateIn(moment, zone);
  const words = size < 10 * secondMs ? undefined : roughDuration(size);
  if (!words) return distanceMs > 0 ? "now" : "just now";
  return distanceMs > 0 ? `in ${words}` : `${words} ago`;
}

/** The length of a time in its largest unit: "42 s", "4 min", "2 h", "3 d". */
export function roughDuration(ms: number): string {
  if (ms < minuteMs) return `${Math.floor(ms / secondMs)} s`;
  if (ms < hourMs) return `${Math.floor(ms / minuteMs)} min`;
  if (ms < 2 * dayMs) return `${Math.floor(ms / hourMs)} h`;
  return `${Math.floor(ms / dayMs)} d`;
}

/** The length of a time, exactly enough to read: "240 ms", "4.2 s", "3 min 20 s", "2 h 5 min", "3 d 4 h". */
export function duration(ms: number): string {
  if (ms < secondMs) return `${Math.round(ms)} ms`;
  if (ms < 10 * secondMs) return `${(Math.floor(ms / 100) / 10).toString()} s`;
  if (ms < minuteMs) return `${Math.floor(ms / secondMs)} s`;
  if (ms < hourMs) return twoUnits(ms, minuteMs, "min", secondMs, "s");
  if (ms < dayMs) return twoUnits(ms, hourMs, "h", minuteMs, "min");
  return twoUnits(ms, dayMs, "d", hourMs, "h");
}

/** The moment to the second with its zone: "20 Nov 2026, 14:03:22 CET". */
export function exactTime(moment: Moment, zone = "UTC"): string {
  const part = partsIn(moment, zone);
  return `${part("day")} ${part("month")} ${part("year")}, ${part("hour")}:${part("minute")}:${part("second")} ${part("timeZoneName")}`;
}

/** The day and the minute, for a text where seconds do not matter: "20 Nov, 14:03". */
export function dayAndMinute(moment: Moment, zone = "UTC"): string {
  const part = partsIn(moment, zone);
  return `${part("day")} ${part("month")}, ${part("hour")}:${part("minute")}`;
}

/** The date alone: "20 Nov 2026". */
export function dateIn(moment: Moment, zone = "UTC"): string {
  const part = partsIn(moment, zone);
  return `${part("day")} ${part("month")} ${part("year")}`;
}

/** A number people read: 12345 is "12,345". */
export function count(value: number): string {
  return value.toLocaleString("en-GB");
}

/** A number with its noun: "1 alert", "12,345 alerts". */
export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** A size people read: "812 B", "14.2 kB", "1.5 MB". */
export function bytes(size: number): string {
  if (size < 1000) return `${size} B`;
  const [value, unit] = size < 1_000_000 ? [size / 1000, "kB"] : [size / 1_000_000, "MB"];
  return `${Math.round(value * 10) / 10} ${unit}`;
}

/** One or two letters that stand for a name: "Alice Adams" is "AA". */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return (
    letters
      .map((word) => [...(word ?? "")][0] ?? "")
      .join("")
      .toUpperCase() || "?"
  );
}

/** JSON laid out over lines where the text is JSON; else the text as it is. */
export function prettyJson(text: string): string {
  try {
    return layOut(text);
  } catch {
    return text;
  }
}

function twoUnits(ms: number, largeMs: number, large: string, smallMs: number, small: string): string {
  const rest = Math.floor((ms % largeMs) / smallMs);
  const head = `${Math.floor(ms / largeMs)} ${large}`;
  return rest ? `${head} ${rest} ${small}` : head;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function partsIn(moment: Moment, zone: string): (type: Intl.DateTimeFormatPartTypes) => string {
  const parts = formatOf(zone).formatToParts(millisecondsOf(moment));
  return (type) => parts.find((part) => part.type === type)?.value ?? "";
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
    timeZoneName: "short",
  });
  formats.set(zone, made);
  return made;
}

function millisecondsOf(moment: Moment): number {
  return typeof moment === "number" ? moment : new Date(moment).getTime();
}
