import { twMerge } from "tailwind-merge";
import type { IncidentStatus } from "#db/vocabulary";

export type State = IncidentStatus | "snoozed" | "suppressed";

const states: Record<State, { word: string; colour: string; ground: string }> = {
  triggered: { word: "Triggered", colour: "text-triggered", ground: "bg-triggered-soft" },
  acknowledged: { word: "Acknowledged", colour: "text-acknowledged", ground: "bg-acknowledged-soft" },
  resolved: { word: "Resolved", colour: "text-resolved", ground: "bg-resolved-soft" },
  snoozed: { word: "Snoozed", colour: "text-snoozed", ground: "bg-snoozed-soft" },
  suppressed: { word: "Suppressed", colour: "text-suppressed", ground: "bg-suppressed-soft" },
};

/** The state of an incident as people see it: one that is snoozed and not resolved is called snoozed. */
export function stateOf(incident: { status: IncidentStatus; snoozedUntil: unknown }): State {
  return incident.snoozedUntil && incident.status !== "resolved" ? "snoozed" : incident.status;
}

type Props = {
  state: State;
  /** "word" beside the glyph, a "pill", or the "glyph" alone with its word for readers. */
  as?: "word" | "pill" | "glyph";
  className?: string;
};

/** A state: always a glyph of its own shape and a word. */
export function Status({ state, as = "word", className }: Props) {
  const { word, colour, ground } = states[state];
  return (
    <span
      className={twMerge(
        "inline-flex items-center gap-1.5 whitespace-nowrap",
        colour,
        as === "pill" && `h-6 rounded-full pr-2.5 pl-2 font-medium text-xs ${ground}`,
        className,
      )}
      title={as === "glyph" ? word : undefined}
    >
      <Glyph state={state} />
      <span className={as === "glyph" ? "sr-only" : undefined}>{word}</span>
    </span>
  );
}

function Glyph({ state }: { state: State }) {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 14 14"
      className="size-3.5 shrink-0"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
    >
      {glyphs[state]}
    </svg>
  );
}

const glyphs = {
  triggered: <circle cx="7" cy="7" r="5.5" fill="currentColor" stroke="none" />,
  acknowledged: (
    <>
      <circle cx="7" cy="7" r="5" />
      <path d="M7 2a5 5 0 0 1 0 10z" fill="currentColor" stroke="none" />
    </>
  ),
  resolved: <circle cx="7" cy="7" r="5" />,
  snoozed: (
    <>
      <circle cx="7" cy="7" r="5.5" strokeWidth="1.5" />
      <path d="M7 4v3.2l2.2 1.4" strokeWidth="1.5" strokeLinecap="round" strokeLinejoin="round" />
    </>
  ),
  suppressed: (
    <>
      <circle cx="7" cy="7" r="5.5" strokeWidth="1.5" />
      <path d="M3.2 10.8l7.6-7.6" strokeWidth="1.5" />
    </>
  ),
};
