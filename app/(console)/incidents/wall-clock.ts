const dayMs = 86_400_000;

/** The moment at which the clocks of the zone show `text` ("2026-11-21T09:00"); undefined when it is no such text. */
export function momentIn(text: string, zone: string): number | undefined {
  const shown = Date.parse(`${text}Z`);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text) || Number.isNaN(shown)) return undefined;
  // Twice, because the offset at the first guess may be the one from before a clock change.
  const guess = shown - offsetAt(shown, zone);
  return shown - offsetAt(guess, zone);
}

/** The moment at which it is `hour` o'clock tomorrow in the zone. */
export function tomorrowAt(hour: number, now: number, zone: string): number {
  const day = new Date(now + offsetAt(now, zone) + dayMs).toISOString().slice(0, 10);
  return momentIn(`${day}T${String(hour).padStart(2, "0")}:00`, zone) ?? now + dayMs;
}

function offsetAt(moment: number, zone: string): number {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  }).formatToParts(moment);
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? "00";
  const shown = Date.parse(
    `${part("year")}-${part("month")}-${part("day")}T${part("hour")}:${part("minute")}:${part("second")}Z`,
  );
  return shown - Math.floor(moment / 1000) * 1000;
}
