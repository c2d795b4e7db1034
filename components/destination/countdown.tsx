"use client";

import { useNow } from "#components/ui/time";

/** The time left until a moment, second by second: "0:42", "28:10", "now". */
export function Countdown({ until, className }: { until: string; className?: string }) {
  const left = Math.ceil((new Date(until).getTime() - useNow(1000)) / 1000);
  return (
    <time dateTime={until} className={className}>
      {left > 0 ? clockText(left) : "now"}
    </time>
  );
}

function clockText(seconds: number): string {
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const rest = String(seconds % 60).padStart(2, "0");
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}
