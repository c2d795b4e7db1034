import type { Ingested, Intake } from "#lib/incidents/intake";

const over = { minute: 0, integrations: new Set<string>() };

/** Was its integration found over its limit in this minute? Only a guess at which statement will do: the database decides. */
export function wasOver({ origin, counts }: Intake, now: Date): boolean {
  return counts && minuteOf(now) === over.minute && over.integrations.has(origin.integrationId ?? "");
}

/** Remembers the integrations that these answers found over their limit. */
export function rememberOver(batch: Intake[], answers: Ingested[], now: Date): void {
  if (minuteOf(now) !== over.minute) Object.assign(over, { minute: minuteOf(now), integrations: new Set<string>() });
  for (const [at, { origin }] of batch.entries()) {
    const isOver = answers[at]?.verdict === "over" || answers[at]?.verdict === "late";
    if (isOver && origin.integrationId) over.integrations.add(origin.integrationId);
  }
}

const minuteOf = (now: Date) => Math.floor(now.getTime() / 60_000);
