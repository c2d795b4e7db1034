import { twMerge } from "tailwind-merge";
import type { Severity as Level } from "#db/vocabulary";

const words: Record<Level, string> = { critical: "Critical", error: "Error", warning: "Warning", info: "Info" };

/** How bad it is: four shapes in one colour, with the word beside or for readers. */
export function Severity({
  level,
  as = "word",
  className,
}: {
  level: Level;
  as?: "word" | "glyph";
  className?: string;
}) {
  return (
    <span
      className={twMerge("inline-flex items-center gap-1.5 whitespace-nowrap", className)}
      title={as === "glyph" ? words[level] : undefined}
    >
      <svg
        aria-hidden="true"
        viewBox="0 0 14 14"
        className="size-3.5 shrink-0 text-muted"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinejoin="round"
      >
        {shapes[level]}
      </svg>
      <span className={as === "glyph" ? "sr-only" : undefined}>{words[level]}</span>
    </span>
  );
}

const shapes = {
  critical: (
    <path
      d="M4.4 1h5.2L13 4.4v5.2L9.6 13H4.4L1 9.6V4.4zM7 3.8v4M7 9.4v1"
      fill="currentColor"
      fillRule="evenodd"
      className="[stroke:var(--surface)]"
      strokeWidth="1.2"
    />
  ),
  error: <path d="M7 1l6 6-6 6-6-6z" fill="currentColor" stroke="none" />,
  warning: <path d="M7 1.8l5.6 10H1.4z" />,
  info: <rect x="2" y="2" width="10" height="10" rx="2.5" strokeDasharray="2.4 1.6" />,
};
