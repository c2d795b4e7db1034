import { plural } from "#lib/format";

/** Requests within one stretch of time. */
export type Bar = { ok: number; bad: number };

const gap = 1;
const width = 3;
const height = 24;

/** The requests of a day as small bars, the failed ones in red on top. */
export function Sparkline({ bars, label }: { bars: Bar[]; label: string }) {
  const most = Math.max(1, ...bars.map(({ ok, bad }) => ok + bad));
  const failed = bars.reduce((sum, bar) => sum + bar.bad, 0);
  return (
    <svg
      role="img"
      aria-label={`${label}: ${plural(failed, "failed request")}`}
      viewBox={`0 0 ${bars.length * (width + gap)} ${height}`}
      className="h-6 w-24 shrink-0"
      preserveAspectRatio="none"
    >
      {bars.map(({ ok, bad }, at) => {
        const okHeight = heightOf(ok, most);
        const badHeight = heightOf(bad, most);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place
          <g key={at}>
            {ok + bad === 0 && (
              <rect x={at * (width + gap)} y={height - 1} width={width} height={1} className="fill-line-strong" />
            )}
            <rect x={at * (width + gap)} y={height - okHeight} width={width} height={okHeight} className="fill-edge" />
            <rect
              x={at * (width + gap)}
              y={height - okHeight - badHeight}
              width={width}
              height={badHeight}
              className="fill-triggered"
            />
          </g>
        );
      })}
    </svg>
  );
}

// A single failure among thousands must still be seen.
const heightOf = (value: number, most: number) => (value === 0 ? 0 : Math.max(2, (value / most) * (height - 2)));
