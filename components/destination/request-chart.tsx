import { count } from "#lib/format";

export type ChartBar = { at: number; ok: number; bad: number; label: string /** The same, short. */; tick: string };
type Props = { bars: ChartBar[] /** Under which bars a label stands. */; labelEvery: number; title: string };

const barWidth = 10;
const gap = 3;
const plotHeight = 120;

/** Requests over time: delivered below, failed hatched on top, with the numbers as a table for readers. */
export function RequestChart({ bars, labelEvery, title }: Props) {
  const most = niceTop(Math.max(1, ...bars.map(({ ok, bad }) => ok + bad)));
  const width = bars.length * (barWidth + gap);
  const scale = (value: number) => (value === 0 ? 0 : Math.max(1.5, (value / most) * plotHeight));
  return (
    <figure className="min-w-0">
      <div className="flex gap-2">
        <div aria-hidden className="flex h-36 flex-col justify-between text-right text-muted text-xs tabular-nums">
          <span className="-mt-2">{count(most)}</span>
          <span className="-mb-2">0</span>
        </div>
        <div className="min-w-0 flex-1">
          <svg
            aria-hidden="true"
            viewBox={`0 0 ${width} ${plotHeight}`}
            preserveAspectRatio="none"
            className="h-36 w-full overflow-visible border-b"
          >
            <defs>
              <pattern id="failed" width="3" height="3" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                <rect width="3" height="3" className="fill-triggered" />
                <rect width="1" height="3" className="fill-surface" opacity="0.45" />
              </pattern>
            </defs>
            <line x1="0" x2={width} y1="0" y2="0" className="stroke-line" vectorEffect="non-scaling-stroke" />
            <line
              x1="0"
              x2={width}
              y1={plotHeight / 2}
              y2={plotHeight / 2}
              className="stroke-line"
              vectorEffect="non-scaling-stroke"
            />
            {bars.map(({ at, ok, bad, label }, place) => (
              <g key={at}>
                <title>{`${label}: ${count(ok)} delivered, ${count(bad)} failed`}</title>
                <rect
                  x={place * (barWidth + gap)}
                  y={0}
                  width={barWidth + gap}
                  height={plotHeight}
                  fill="transparent"
                />
                <rect
                  x={place * (barWidth + gap) + gap / 2}
                  y={plotHeight - scale(ok)}
                  width={barWidth}
                  height={scale(ok)}
                  className="fill-resolved"
                />
                <rect
                  x={place * (barWidth + gap) + gap / 2}
                  y={plotHeight - scale(ok) - scale(bad)}
                  width={barWidth}
                  height={scale(bad)}
                  fill="url(#failed)"
                />
              </g>
            ))}
          </svg>
          <div aria-hidden className="relative mt-1 h-4 overflow-hidden">
            {bars.map(({ at, tick }, place) =>
              place % labelEvery === 0 ? (
                <span
                  key={at}
                  className="absolute whitespace-nowrap text-muted text-xs tabular-nums"
                  style={{ left: `${(place / bars.length) * 100}%` }}
                >
                  {tick}
                </span>
              ) : null,
            )}
          </div>
        </div>
      </div>
      <NumbersForReaders bars={bars} title={title} />
    </figure>
  );
}

/** What the colours of the chart mean. */
export function ChartLegend() {
  return (
    <ul className="flex gap-4 text-muted text-xs">
      <li className="flex items-center gap-1.5">
        <span aria-hidden className="size-2.5 rounded-sm bg-resolved" />
        Delivered
      </li>
      <li className="flex items-center gap-1.5">
        <span
          aria-hidden
          className="size-2.5 rounded-sm bg-[repeating-linear-gradient(45deg,var(--triggered)_0_2px,var(--surface)_2px_3px)]"
        />
        Failed
      </li>
    </ul>
  );
}

function NumbersForReaders({ bars, title }: Pick<Props, "bars" | "title">) {
  return (
    <table className="sr-only">
      <caption>{title}</caption>
      <thead>
        <tr>
          <th>From</th>
          <th>Delivered</th>
          <th>Failed</th>
        </tr>
      </thead>
      <tbody>
        {bars
          .filter(({ ok, bad }) => ok + bad > 0)
          .map(({ at, ok, bad, label }) => (
            <tr key={at}>
              <td>{label}</td>
              <td>{ok}</td>
              <td>{bad}</td>
            </tr>
          ))}
      </tbody>
    </table>
  );
}

/** The next number above that people read easily: 1, 2, 5, 10, 20, … */
function niceTop(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 5, 10].find((each) => each * power >= value) ?? 10;
  return step * power;
}
