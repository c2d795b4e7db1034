import type { Stretch } from "#db/queries/destination-health";

/** A bar for each stretch from `from` on, also for those in which nothing was sent. */
export function everyStretch(
  found: readonly Stretch[],
  from: Date,
  stretchMs: number,
  howMany: number,
): { at: number; ok: number; bad: number }[] {
  const byStart = new Map(found.map((stretch) => [stretch.at.getTime(), stretch]));
  return Array.from({ length: howMany }, (_, place) => {
    const at = from.getTime() + place * stretchMs;
    const { ok = 0, bad = 0 } = byStart.get(at) ?? {};
    return { at, ok, bad };
  });
}

export const hourMs = 3_600_000;
