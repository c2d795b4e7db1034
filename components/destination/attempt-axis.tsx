"use client";

import { twMerge } from "tailwind-merge";
import { duration } from "#lib/format";

type Point = { name: string; atMs: number; outcome: string; ok: boolean };
type Props = {
  points: Point[] /** When the next try is due. */;
  nextMs: number | null;
  chosen: number;
  onChoose: (at: number) => void;
};

const ticks = [0, 1_000, 10_000, 60_000, 600_000, 3_600_000];

/** Every attempt at its time since the first one. The axis is logarithmic, as the waits between attempts are. */
export function AttemptAxis({ points, nextMs, chosen, onChoose }: Props) {
  const lastMs = Math.max(1_000, nextMs ?? 0, ...points.map((point) => point.atMs));
  const place = (ms: number) => (Math.log1p(Math.max(0, ms) / 500) / Math.log1p(lastMs / 500)) * 100;
  const shown = ticks.filter((tick) => tick <= lastMs);
  return (
    <fieldset className="relative mx-3 h-14 min-w-0">
      <legend className="sr-only">Attempts over time</legend>
      <span aria-hidden className="absolute inset-x-0 top-4 h-px bg-line-strong" />
      {shown.map((tick) => (
        <span
          key={tick}
          aria-hidden
          className="absolute top-4 h-2 w-px bg-line-strong"
          style={{ left: `${place(tick)}%` }}
        >
          <span className="absolute top-3 left-0 -translate-x-1/2 whitespace-nowrap text-muted text-xs">
            {tick === 0 ? "0" : `+${duration(tick)}`}
          </span>
        </span>
      ))}
      {points.map((point, at) => (
        <button
          key={`${point.name}-${point.atMs}`}
          type="button"
          aria-pressed={at === chosen}
          aria-label={`${point.name}, ${duration(point.atMs)} after the first: ${point.outcome}`}
          onClick={() => onChoose(at)}
          style={{ left: `${place(point.atMs)}%` }}
          className={twMerge(
            "absolute top-4 size-3 -translate-x-1/2 -translate-y-1/2 border-2 border-surface ring-offset-surface after:absolute after:-inset-2 aria-pressed:ring-2 aria-pressed:ring-accent-text",
            point.ok ? "rounded-full bg-resolved" : "rounded-sm bg-triggered",
          )}
        />
      ))}
      {nextMs !== null && (
        <span
          aria-hidden
          title="Next try"
          className="absolute top-4 size-3 -translate-x-1/2 -translate-y-1/2 rounded-full border-2 border-acknowledged bg-surface"
          style={{ left: `${place(nextMs)}%` }}
        />
      )}
    </fieldset>
  );
}
