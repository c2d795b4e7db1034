import { twMerge } from "tailwind-merge";
import type { DeliveryState as State } from "#db/vocabulary";

type Standing = { state: State; attempt: number };
type Look = { word: string; colour: string; glyph: keyof typeof glyphs };

const looks: Record<State, Look> = {
  pending: { word: "Waiting", colour: "text-snoozed", glyph: "clock" },
  in_flight: { word: "Sending", colour: "text-snoozed", glyph: "arrow" },
  delivered: { word: "Delivered", colour: "text-resolved", glyph: "tick" },
  exhausted: { word: "Failed", colour: "text-triggered", glyph: "cross" },
  discarded: { word: "Discarded", colour: "text-suppressed", glyph: "slash" },
};
const retrying: Look = { word: "Retrying", colour: "text-acknowledged", glyph: "again" };

/** How a delivery stands, in a word: one that waits after a failed try is retrying. */
export function deliveryWord(standing: Standing): string {
  return lookOf(standing).word;
}

/** The state of a delivery: a glyph of its own shape and a word. */
export function DeliveryState({
  state,
  attempt,
  as = "word",
  className,
}: Standing & { as?: "word" | "pill"; className?: string }) {
  const { word, colour, glyph } = lookOf({ state, attempt });
  return (
    <span
      className={twMerge(
        "inline-flex items-center gap-1.5 whitespace-nowrap",
        colour,
        as === "pill" && "h-6 rounded-full border border-current/30 pr-2.5 pl-2 font-medium text-xs",
        className,
      )}
    >
      <svg
        aria-hidden="true"
        viewBox="0 0 14 14"
        className="size-3.5 shrink-0"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.6"
        strokeLinecap="round"
        strokeLinejoin="round"
      >
        {glyphs[glyph]}
      </svg>
      {word}
    </span>
  );
}

function lookOf({ state, attempt }: Standing): Look {
  return state === "pending" && attempt > 0 ? retrying : looks[state];
}

const glyphs = {
  clock: (
    <>
      <circle cx="7" cy="7" r="5.5" />
      <path d="M7 4v3.2l2.2 1.4" />
    </>
  ),
  arrow: <path d="M1.8 7h10M8 3.2L11.8 7 8 10.8" />,
  tick: (
    <>
      <circle cx="7" cy="7" r="5.5" />
      <path d="M4.6 7.2l1.7 1.7 3.2-3.6" />
    </>
  ),
  cross: (
    <>
      <circle cx="7" cy="7" r="6.2" fill="currentColor" stroke="none" />
      <path d="M4.9 4.9l4.2 4.2M9.1 4.9L4.9 9.1" className="stroke-surface" />
    </>
  ),
  slash: (
    <>
      <circle cx="7" cy="7" r="5.5" />
      <path d="M3.2 10.8l7.6-7.6" />
    </>
  ),
  again: <path d="M12 7a5 5 0 1 1-1.6-3.7M10.6 1v2.6H8" />,
};
