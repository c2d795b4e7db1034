import { CircleCheck, CircleSlash, CircleX, Clock, FlaskConical, Handshake } from "lucide-react";
import { twMerge } from "tailwind-merge";
import type { Outcome as Word } from "#db/vocabulary";

/** What became of a received request, as people read it. */
export const outcomeTexts: Record<Word, string> = {
  accepted: "Accepted",
  late: "Late",
  ignored: "Ignored",
  test: "Test",
  handshake: "Handshake",
  refused: "Refused",
};

const looks = {
  accepted: { icon: CircleCheck, colour: "text-resolved" },
  late: { icon: Clock, colour: "text-acknowledged" },
  ignored: { icon: CircleSlash, colour: "text-suppressed" },
  test: { icon: FlaskConical, colour: "text-snoozed" },
  handshake: { icon: Handshake, colour: "text-snoozed" },
  refused: { icon: CircleX, colour: "text-triggered" },
};

/** The outcome of a request: always a glyph of its own shape and a word. */
export function Outcome({ outcome, className }: { outcome: Word; className?: string }) {
  const { icon: Icon, colour } = looks[outcome];
  return (
    <span className={twMerge("inline-flex items-center gap-1.5 whitespace-nowrap text-sm", colour, className)}>
      <Icon aria-hidden className="size-3.5 shrink-0" />
      {outcomeTexts[outcome]}
    </span>
  );
}
