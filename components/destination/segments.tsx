"use client";

import { twMerge } from "tailwind-merge";
import { count } from "#lib/format";

type Segment<Value> = { value: Value; label: string; count?: number | undefined };
type Props<Value> = {
  label: string;
  segments: Segment<Value>[];
  chosen: Value;
  onChoose: (value: Value) => void;
  className?: string;
};

/** A few choices side by side, of which one holds: All 3 / Enabled 2 / Disabled 1. */
export function Segments<Value extends string>({ label, segments, chosen, onChoose, className }: Props<Value>) {
  return (
    <fieldset
      className={twMerge(
        "flex min-w-0 overflow-x-auto rounded-md border border-line-strong bg-surface p-0.5 [scrollbar-width:none]",
        className,
      )}
    >
      <legend className="sr-only">{label}</legend>
      {segments.map((segment) => (
        <button
          key={segment.value}
          type="button"
          aria-pressed={segment.value === chosen}
          onClick={() => onChoose(segment.value)}
          className="touch inline-flex h-7 flex-1 items-center justify-center gap-1.5 whitespace-nowrap rounded-sm px-2.5 text-muted text-sm transition-colors hover:text-ink focus-visible:-outline-offset-2 aria-pressed:bg-hover aria-pressed:font-medium aria-pressed:text-ink"
        >
          {segment.label}
          {segment.count !== undefined && (
            <span className="font-normal text-muted text-xs tabular-nums">{count(segment.count)}</span>
          )}
        </button>
      ))}
    </fieldset>
  );
}
