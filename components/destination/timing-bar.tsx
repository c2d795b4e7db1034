import { twMerge } from "tailwind-merge";
import { duration } from "#lib/format";

export type Timings = {
  dnsMs: number | null;
  connectMs: number | null;
  tlsMs: number | null;
  waitMs: number | null;
  totalMs: number;
};

const phases = [
  { name: "DNS", key: "dnsMs", ground: "bg-line-strong" },
  { name: "Connect", key: "connectMs", ground: "bg-edge" },
  { name: "TLS", key: "tlsMs", ground: "bg-muted" },
  { name: "Wait", key: "waitMs", ground: "bg-accent" },
  { name: "Rest", key: "restMs", ground: "bg-accent/40" },
] as const;

/** How long each phase of an attempt took, drawn to the length of the longest one beside it. */
export function TimingBar({ timings, longestMs }: { timings: Timings; longestMs: number }) {
  const parts = partsOf(timings);
  const width = (ms: number) => `${longestMs > 0 ? (ms / longestMs) * 100 : 0}%`;
  return (
    <span
      role="img"
      aria-label={timingWords(timings)}
      title={timingWords(timings)}
      className="flex h-2 w-full min-w-0 overflow-hidden rounded-sm bg-hover"
    >
      {parts.map(({ name, ms, ground }) => (
        <span
          key={name}
          className={twMerge("h-full shrink-0", ground)}
          style={{ width: width(ms), minWidth: ms > 0 ? 2 : 0 }}
        />
      ))}
    </span>
  );
}

/** The colours of the phases. */
export function TimingLegend() {
  return (
    <ul aria-label="Phases of an attempt" className="flex flex-wrap gap-x-4 gap-y-1 text-muted text-xs">
      {phases.map(({ name, ground }) => (
        <li key={name} className="flex items-center gap-1.5">
          <span aria-hidden className={twMerge("size-2 rounded-sm", ground)} />
          {name}
        </li>
      ))}
    </ul>
  );
}

/** "DNS 2 ms, connect 10 ms, wait 120 ms, in all 140 ms". */
export function timingWords(timings: Timings): string {
  const words = partsOf(timings).map(({ name, ms }) => `${name} ${duration(ms)}`);
  return [...words, `in all ${duration(timings.totalMs)}`].join(", ");
}

function partsOf(timings: Timings): { name: string; ms: number; ground: string }[] {
  const { dnsMs, connectMs, tlsMs, waitMs, totalMs } = timings;
  const known = (dnsMs ?? 0) + (connectMs ?? 0) + (tlsMs ?? 0) + (waitMs ?? 0);
  const all = { ...timings, restMs: Math.max(0, totalMs - known) };
  return phases.flatMap(({ name, key, ground }) => (all[key] ? [{ name, ms: all[key], ground }] : []));
}
